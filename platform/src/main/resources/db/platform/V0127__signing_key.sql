-- The public halves of the keys that have signed checkpoints here. A row counts for a key when that key has signed it: each key signs
-- itself and those before it when it first comes.
create table signing_key (
    key_id varchar(16) not null,
    public_key varchar(200) not null,
    signed_by varchar(16) not null,
    signature varchar(200) not null,
    known_at timestamp(6) with time zone not null,
    primary key (key_id, signed_by)
);
