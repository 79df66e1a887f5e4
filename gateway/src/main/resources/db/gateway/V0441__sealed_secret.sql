-- Sealed under the master key a secret is longer.
alter table webhook_endpoint alter column secret set data type varchar(200);
