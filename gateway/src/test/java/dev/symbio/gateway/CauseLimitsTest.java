package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where more was caused than is told at once, the tree does not say that it is complete. */
@ExtendWith(SharedSymbio.class)
class CauseLimitsTest {
    private static final int MAX_EFFECTS = 500;
    private static final int MAX_ENTITIES_OF_OTHERS = 20;

    private final RunningSymbio symbio;
    private final Deal deal;
    private final String contract;
    private final JsonNode drafted;

    CauseLimitsTest(RunningSymbio symbio) {
        this.symbio = symbio;
        deal = Deal.in(symbio);
        contract = deal.drafted(deal.draft("A cause of much", false)).substring(Deal.CONTRACTS.length() + 1);
        ApiClient auditor = deal.customerAs("auditor");
        drafted = await().until(
                        () -> done(auditor.get("/api/v1/audit/events?kind=sla&entity=" + contract))
                                .at("/items/0"),
                        found -> found.has("id"));
    }

    private boolean isComplete() {
        JsonNode told = done(deal.customerAs("auditor").get("/api/v1/audit/causes?kind=sla&seq=1&entity=" + contract));
        assertThat(told.get("roots")).hasSize(1);
        return told.get("complete").asBoolean();
    }

    /** Steps from the one event to entities of a tenant. */
    private void steps(String tenant, int first, int last) {
        symbio.symbio().platform().sql().useTransaction(sql -> {
            PreparedBatch rows = sql.prepareBatch("insert into process_step (tenant_id, command_id, process,"
                    + " cause_tenant, cause_kind, cause_id, cause_seq, cause_event, cause_type, correlation_id,"
                    + " target_kind, target_id, command_name, command, by_subject, by_tenant, state, attempts, made_at)"
                    + " values (:tenant, :command, 'made-up', :host, 'sla', :cause, 1, :event, 'drafted', 'request',"
                    + " 'sla', :target, 'nothing', '{}', 'system', :host, 'refused', 1, current_timestamp)");
            for (int i = first; i <= last; i++) {
                rows.bind("tenant", tenant)
                        .bind("command", "made-up:" + contract + ":" + i)
                        .bind("host", deal.customer)
                        .bind("cause", contract.substring(contract.indexOf('.') + 1))
                        .bind("event", drafted.get("id").asText())
                        .bind("target", "made-up-" + i)
                        .add();
            }
            rows.execute();
        });
    }

    /** Events of others that name the one as their cause. */
    private void events(String tenant, int first, int last) {
        symbio.symbio().platform().sql().useTransaction(sql -> {
            PreparedBatch rows = sql.prepareBatch("insert into audit_event (tenant_id, kind, entity_id, seq, event_id,"
                    + " type, happened_at, recorded_at, by_tenant, by_subject, correlation_id, causation_id) values"
                    + " (:tenant, 'sla', :entity, 1, :id, 'drafted', current_timestamp, current_timestamp, :tenant,"
                    + " 'system', 'request', :event)");
            for (int i = first; i <= last; i++) {
                rows.bind("tenant", tenant)
                        .bind("entity", "made-up-" + i)
                        .bind("id", "made-up-" + contract + i)
                        .bind("event", drafted.get("id").asText())
                        .add();
            }
            rows.execute();
        });
    }

    @Test
    void moreStepsThanAreReadAtOnceAreNotTheWholeOfIt() {
        steps(deal.customer, 1, MAX_EFFECTS);
        assertThat(isComplete()).isTrue();
        steps(deal.customer, MAX_EFFECTS + 1, MAX_EFFECTS + 1);
        assertThat(isComplete()).isFalse();
    }

    @Test
    void moreEntitiesOfOthersThanAreFollowedAreNotTheWholeOfIt() {
        steps(deal.provider, 1, 1);
        events(deal.provider, 1, MAX_ENTITIES_OF_OTHERS);
        assertThat(isComplete()).isTrue();
        events(deal.provider, MAX_ENTITIES_OF_OTHERS + 1, MAX_ENTITIES_OF_OTHERS + 1);
        assertThat(isComplete()).isFalse();
    }
}
