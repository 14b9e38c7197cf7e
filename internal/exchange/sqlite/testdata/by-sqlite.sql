-- by-sqlite.db is what sqlite3 by-sqlite.db < by-sqlite.sql makes: small pages, levels, overflow, and what edits leave.
PRAGMA page_size = 512;
CREATE TABLE other (a);
CREATE TABLE Records (
  [id] TEXT PRIMARY KEY,
  "length" INTEGER,
  `text` TEXT
);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
INSERT INTO Records SELECT printf('R-%03d', i), i * i, substr(replace(hex(zeroblob(1000)), '0', 'ä'), 1, i * i / 3) FROM n;
DELETE FROM Records WHERE length % 7 = 2;
ALTER TABLE Records ADD COLUMN json TEXT;
UPDATE Records SET json = 'R' WHERE id = 'R-002';
INSERT INTO Records VALUES ('R-100', 1, x'41', 2.5), ('R-101', NULL, NULL, -70000), ('R-102', 0, 'last', '');
