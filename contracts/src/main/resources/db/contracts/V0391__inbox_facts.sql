-- Entries carry what helps, such as a script pack, not its name alone.
alter table inbox alter column facts set data type varchar(100000);
