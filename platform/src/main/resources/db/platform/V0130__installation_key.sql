-- Keys that all nodes of an installation sign with what callers bring back, such as cursors.
create table installation_key (
    name varchar(40) not null primary key,
    secret bytea not null
);
