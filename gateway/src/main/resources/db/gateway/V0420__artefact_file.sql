-- The content of artefacts, in parts of bounded size. Until the event that tells of it is stored, a file is not kept: what is left
-- of uploads that came to nothing is swept away.
create table artefact_file (
    tenant_id varchar(63) not null,
    file_id varchar(40) not null,
    opportunity_id varchar(130) not null,
    kept boolean not null,
    begun_at timestamp(6) with time zone not null,
    primary key (tenant_id, file_id)
);
create index artefact_file_left on artefact_file (tenant_id, kept, begun_at);

create table artefact_file_part (
    tenant_id varchar(63) not null,
    file_id varchar(40) not null,
    part integer not null,
    content bytea not null,
    primary key (tenant_id, file_id, part)
);
