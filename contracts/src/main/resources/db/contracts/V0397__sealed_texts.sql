-- Texts of people lie sealed, which takes more room.
alter table commitment_obstacle alter column description set data type varchar(30000);
