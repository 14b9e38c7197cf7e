package action

import "hindcast/internal/importing/postmortem/terms"

// The words of actions, in lower case, in the languages of fields: headings above them, heads of columns or keys below
// them, and states.
var (
	actionHeads = terms.ByWord(map[string]string{
		"actions": "action items|actions|action|action plan|action list|follow-ups|follow ups|followups|follow-up|follow up|follow-up actions|" +
			"follow-up items|follow-up work|next steps|what's next|what happens next|corrective actions|corrective and preventative measures|" +
			"corrective and preventive measures|corrective and preventive actions|preventive actions|preventative actions|preventive measures|" +
			"prevention|review actions|actions following review|agreed actions|remediation items|remediation actions|remediations|improvements|" +
			"recommendations|todo|todos|to do|to-dos|tasks|what we are doing next|what we're doing next|what we are doing|what we're doing|" +
			"what we are changing|what we're changing|what we will change|what will change|what we changed|future actions|future work|maßnahmen|" +
			"folgemaßnahmen|korrekturmaßnahmen|abhilfemaßnahmen|vereinbarte maßnahmen|getroffene maßnahmen|maßnahmenplan|nächste schritte|aufgaben|" +
			"verbesserungen|empfehlungen|was wir ändern|offene punkte|actions correctives|actions correctrices|actions de suivi|actions à mener|" +
			"actions décidées|plan d'action|plan d'actions|mesures correctives|mesures décidées|mesures prises|mesures|suites données|" +
			"prochaines étapes|recommandations|ce que nous changeons|acciones|acciones correctivas|acciones de seguimiento|acciones de mejora|" +
			"próximos pasos|siguientes pasos|medidas|medidas correctivas|plan de acción|recomendaciones|qué vamos a cambiar|seguimiento|azioni|" +
			"azioni correttive|azioni di follow-up|prossimi passi|misure|misure correttive|piano d'azione|piano di azione|interventi|raccomandazioni|" +
			"cosa cambiamo|ações|ações corretivas|ações de acompanhamento|itens de ação|próximos passos|medidas corretivas|plano de ação|" +
			"o que vamos mudar|recomendações|acties|actiepunten|vervolgacties|maatregelen|verbeteracties|vervolgstappen|aanbevelingen|アクションアイテム|対応項目|" +
			"再発防止策|今後の対応|改善策|行动项|改进措施|后续行动|整改措施",
	})
	actionKeys = terms.ByWord(map[string]string{
		"title": "action|action item|suite|o que|qué|cosa|quoi|wat|actions|task|item|title|what|description|follow-up|recommendation|measure|" +
			"maßnahme|aufgabe|was|mesure|tâche|acción|tarea|medida|azione|attività|misura|ação|tarefa|actie|taak|maatregel|アクション|対応|内容|行动|措施",
		"owner": "owner|owners|action owner|owned by|assignee|assigned to|team|owning team|responsible|responsible team|lead|who|quem|quién|chi|" +
			"qui|verantwortlich|verantwortliche|verantwortung|zuständig|wer|responsable|responsables|pilote|porteur|équipe|équipe responsable|" +
			"service|equipo|equipo responsable|responsabile|squadra|responsável|equipe|equipa|time|eigenaar|verantwoordelijke|verantwoordelijk|wie|" +
			"担当|担当者|担当チーム|负责人|负责团队",
		"due": "due|due date|due by|deadline|target|target date|eta|when|by|by when|frist|termin|bis|bis wann|fällig|fällig am|zieldatum|échéance|" +
			"date|date limite|délai|pour le|plazo|fecha|fecha límite|vencimiento|scadenza|data|entro|entro il|prazo|data limite|até|datum|gereed op|" +
			"vervaldatum|uiterlijk|期限|期日|截止日期",
		"status": "status|state|done|progress|umsetzung|stand|statut|état|avancement|estado|stato|avanzamento|situação|ステータス|状態|状况|状态",
		"to": "bug|ticket|tickets|issue|jira|link|tracking|tracking bug|tracking issue|tracker|reference|ref|ticket id|vorgang|incidencia|" +
			"référence|réf|チケット|工单",
	})
	actionStates = terms.ByWord(map[string]string{
		"done": "done|eseguito|eseguita|complete|completed|fixed|closed|resolved|finished|shipped|delivered|implemented|live|deployed|merged|" +
			"erledigt|fertig|abgeschlossen|umgesetzt|gemacht|fait|faite|faites|terminé|terminée|réalisé|réalisée|réalisés|réalisées|achevé|achevée|" +
			"clos|close|hecho|hecha|completado|completada|terminado|terminada|cerrado|cerrada|fatto|fatta|completato|completata|chiuso|chiusa|" +
			"concluso|conclusa|feito|feita|concluído|concluída|gedaan|klaar|gereed|afgerond|voltooid|完了|済|対応済み|已完成|完成|✅|✔|✔️|☑|☑️",
		"in_progress": "in progress|in_progress|wip|doing|started|ongoing|underway|under way|in review|active|in arbeit|in bearbeitung|" +
			"in umsetzung|begonnen|läuft|en cours|en curso|en progreso|en marcha|in corso|in lavorazione|em curso|em andamento|em progresso|" +
			"in uitvoering|bezig|mee bezig|loopt|対応中|進行中|进行中|🔄|🚧|⏳",
		"open": "open|todo|to do|to-do|new|not started|not yet started|planned|scheduled|backlog|pending|outstanding|queued|offen|neu|geplant|" +
			"ausstehend|nicht begonnen|à faire|à lancer|ouvert|ouverte|prévu|prévue|planifié|planifiée|non commencé|non commencée|pendiente|abierto|" +
			"abierta|por hacer|planificado|planificada|sin empezar|da fare|da avviare|avviare|aperto|aperta|pianificato|pianificata|previsto|" +
			"prevista|non iniziato|non iniziata|pendente|aberto|aberta|por fazer|a fazer|planejado|planejada|planeado|não iniciado|não iniciada|" +
			"gepland|te doen|nog te doen|未着手|未対応|予定|未开始|待办|计划中",
		"declined": "decided against|considered and rejected|discussed and rejected|we decided against|not pursued|not doing|not accepted|" +
			"not agreed|wontdo|won't do|wont do|won't fix|wontfix|rejected|dropped|declined|cancelled|canceled|abandoned|verworfen|abgelehnt|" +
			"nicht umgesetzt|abandonné|abandonnée|écarté|écartée|rejeté|rejetée|descartado|descartada|rechazado|rechazada|scartato|scartata|respinto|" +
			"annullato|annullata|rejeitado|rejeitada|cancelado|cancelada|vervallen|afgewezen|見送り|已取消|❌",
	})

	// Words of agreement say nothing of how far an action is.
	isAgreed = terms.SetOf("accepted agreed angenommen vereinbart acceptée accepté aceptada aceptado accettata accettato aceita aceito")
)

const (
	unended    = " ,;:–—-" // marks behind which something stood
	ticketForm = `([A-Z][A-Z0-9]{1,9}-\d+|#\d+)`
	dueWords   = `due(?: by| on| date)?|by|until|before|deadline|target|eta|bis(?: zum| spätestens)?|fällig(?: am| bis)?|frist|termin|` +
		`échéance|d'ici(?: le)?|pour le|avant le|(?:date|data|fecha) lim(?:ite|ita|ít[ei])|fecha límite|plazo|para el|antes del?|` +
		`entro(?: il| l')?|scadenza|vence(?: el)?|vencimiento|vencimento|scade(?: il)?|vervalt op|até|prazo|截止(?:日期)?|uiterlijk|vóór|期限`
)
