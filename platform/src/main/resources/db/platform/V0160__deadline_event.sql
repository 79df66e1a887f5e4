-- Which of the entity's events set it: one that was set again meanwhile is not taken for the one that was dealt with.
alter table deadline add column set_by_seq bigint default 0 not null;
