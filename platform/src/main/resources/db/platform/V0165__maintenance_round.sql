-- When what is done at an interval was last done, so that nodes that are restarted often do it all the same, and how many
-- findings it left.
create table maintenance_round (
    name varchar(40) not null primary key,
    done_at timestamp(6) with time zone not null,
    findings integer not null
);
