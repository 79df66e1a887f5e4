-- What one command recorded at one moment is told in the order in which it happened.
drop index audit_event_time;
drop index audit_event_person;
drop index audit_event_correlation;
create index audit_event_time on audit_event (tenant_id, recorded_at, kind, entity_id, seq);
create index audit_event_person on audit_event (tenant_id, by_subject, recorded_at, kind, entity_id, seq);
create index audit_event_correlation on audit_event (tenant_id, correlation_id, recorded_at, kind, entity_id, seq);

-- Whether a tenant took part in a request, wherever it led; and what an event led to.
create index audit_event_part on audit_event (by_tenant, correlation_id);
create index audit_event_cause on audit_event (tenant_id, causation_id);
create index process_step_cause_event on process_step (cause_tenant, cause_event);
