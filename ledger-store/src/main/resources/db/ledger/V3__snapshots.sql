-- Decisions are made on snapshots, which no hash tree covers: each is sealed with a key that is not in here
-- (HMAC-SHA-256), and one whose seal does not fit is ignored. Snapshots are a cache: those without a seal go.
DELETE FROM ledger.snapshot;
ALTER TABLE ledger.snapshot ADD COLUMN seal bytea NOT NULL CHECK (octet_length(seal) = 32);
