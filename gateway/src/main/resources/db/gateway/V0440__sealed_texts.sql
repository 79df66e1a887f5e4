-- What goes out to people lies sealed until then, which takes more room.
alter table mail_delivery alter column address set data type varchar(2000);
alter table mail_delivery alter column title set data type varchar(3000);
alter table mail_delivery alter column body set data type varchar(400000);
alter table webhook_delivery alter column body set data type varchar(1000000);
