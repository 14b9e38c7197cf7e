package words

import (
	"strings"

	snowball "github.com/blevesearch/snowballstem/german"
)

// adjectives are the endings of German adjectives.
var adjectives = strings.Fields("e er es en em")

var german = Language{
	Tag:     "de",
	Endings: strings.Fields("e n en em er es s t te ten st ung ungen"),
	Function: strings.Fields("der die das den dem des und oder in im am an auf zu zum zur von vom mit bei fur als ist sind war " +
		"waren wird werden wurde wurden hat haben hatte wie was wann wo wer wen warum welche welcher welches ein eine einer " +
		"eines einem einen es sie er wir unser unsere uns ich man dass"),
	None:       strings.Fields("kein keine"),
	Measures:   strings.Fields("nötig erforderlich maßnahme sofortmaßnahme"),
	OpenSearch: OpenSearch{Normalization: "german_normalization", Stemmer: "light_german"},
	Capitals:   true,
	asking: Asking{
		"months": "januar|jänner februar|feber märz|maerz april mai juni juli august september oktober november dezember",
		"units": "tag|tage|tagen|tages woche|wochen monat|monate|monaten|monats quartal|quartale|quartalen|quartals " +
			"jahr|jahre|jahren|jahres",
		"during":    "in im während",
		"since":     "seit ab",
		"after":     "nach",
		"before":    "vor bis",
		"today":     "heute",
		"yesterday": "gestern",
		"this":      "dieser diese dieses diesen diesem",
		"last":      withEndings("letzte vorige vergangene", "r", "s", "n", "m"),

		"overdue":     withEndings("überfällig ueberfaellig", adjectives...),
		"late":        withEndings("verspätet verspaetet", adjectives...),
		"open":        withEndings("offen ungelöst", adjectives...),
		"reopened":    withEndings("wiedereröffnet", adjectives...),
		"closed":      withEndings("geschlossen abgeschlossen", adjectives...),
		"records":     "vorfall vorfälle vorfällen vorfalls eintrag einträge einträgen fall fälle fällen",
		"actions":     "maßnahme maßnahmen aktion aktionen",
		"obligations": "meldung meldungen meldepflicht meldepflichten pflicht pflichten bericht berichte berichten",

		"advice": "was tun, was ist zu tun, wie|was soll|sollen|muss|müssen|kann|können|mache|machen|macht|darf ich|wir|man",
	},
	common: strings.Fields("der die und das den von mit ist eine nicht"),
	idle: sorted(`
		ab aber abermals alle allem allen aller allerdings alles also ander andere anderem anderen anderer
		anderes anders ans auch aufs aus außer außerdem beide beiden beim bereits besonders bevor bis bisher
		bist bleibt blieb blieben bzw da dabei dadurch dafür dagegen daher damals damit danach daneben dann
		daran darauf daraus darf darin darum darunter darüber davon davor dazu dein denen denn dennoch deren
		derer deshalb dessen dich dies diese diesem diesen dieser dieses dir doch dort du durch durfte dürfen
		eben ebenso eher einige einigen einiger einiges einmal erst erste ersten etwa etwas euch euer eure falls
		fast gab ganz ganze gar geben gegen gegenüber gehabt gehen geht gemacht genug gerade gern getan gewesen
		geworden gibt ging gleich hab habe hatten her heraus hier hierbei hierzu hin hinaus hinter hinzu hätten
		ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres immer indem innerhalb ins insgesamt irgend ja jede jedem
		jeden jeder jedes jedoch jemand jene jenen jener jetzt kam kamen kann kaum kein keine keinem keinen
		keiner keines kommen kommt konnte konnten können könnte lang lange lassen ließ ließen machen macht
		machte manche manchen manchmal mehr mehrere mehreren mein meine meist meisten mich mir muss musste
		mussten möglich möglicherweise müssen nach nachdem nachher neben nein neu neue neuen neuer neues nicht
		nichts nie niemand noch nun nur nämlich ob obwohl oft ohne per pro schon sehr sei seien sein seine
		seinem seinen seiner seines seit seitdem selber selbst sich so sobald sodass sofern sogar solche solchem
		solchen solcher sollen sollte sollten somit sondern sonst soweit sowie sowohl stand statt steht um
		unseren unter vermutlich viel viele vielen vieler vielleicht vor vorher weder weg wegen weil weiter
		weitere weiteren welchem welchen wem wenig wenige weniger wenn werde wessen wieder will wobei wodurch
		woher wohin wohl wollen wollte wollten worden worüber während wäre zudem zuerst zunächst zusammen zuvor
		zwar zwei zwischen über überhaupt

		angeblich anzahl art beispiel beispielsweise bekannt bericht berichte berichtet berichteten betroffen
		betroffene betroffenen bezeichnet drei ereignis ergab fall folge folgen folgend fälle führte führten
		gemeldet gezeigt grund hundert hunderte jahr jahre jahren laut meldet meldete meldung minute minuten
		monat monate monaten mutmaßlich nutzer nutzern offenbar person personen problem probleme sagt sagte
		seite stelle stunde stunden tag tage tagen tausend tausende teil teils ursache verwendet vier vorfall
		vorfalls vorfälle vorgang woche wochen zahl zeigte zeit zeiten`),
	stem: snowball.Stem,
}
