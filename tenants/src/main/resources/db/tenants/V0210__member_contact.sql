-- Where members are written to, and in which language; null for no address and for the tenant's language.
alter table tenant_membership add column mail varchar(254);
alter table tenant_membership add column language varchar(10);
