-- Names and addresses of members lie sealed, which takes more room.
alter table tenant_membership alter column display_name set data type varchar(2000);
alter table tenant_membership alter column mail set data type varchar(2000);
