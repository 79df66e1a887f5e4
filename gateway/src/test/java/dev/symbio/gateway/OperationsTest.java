package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSymbio.class)
class OperationsTest {
    private static final String LETTERS = "/api/v1/operations/dead-letters";
    private static final String PROJECTIONS = "/api/v1/operations/projections";

    @Test
    void letsTheOperatorReplayWhatAReadModelCouldNotDigest(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.drafted(deal.draft("In the way", false));
        String id = contract.substring(Deal.CONTRACTS.length() + 1);
        await().until(() -> deal.buyer().get(Deal.CONTRACTS).text().contains(id));
        // the row that the read model will want to write when the contract is offered is there already
        Jdbi sql = symbio.symbio().platform().sql();
        sql.useHandle(handle -> handle.execute(
                "insert into sla_contract (tenant_id, contract_id, name, provider, customer, phase, version,"
                        + " effective_from, currency, backfilling, observations, statements, seq, created_at, updated_at)"
                        + " select provider, contract_id, name, provider, customer, phase, version, effective_from,"
                        + " currency, backfilling, observations, statements, seq, created_at, updated_at"
                        + " from sla_contract where contract_id = ?",
                id));
        Deal.done(deal.buyer().post(contract + "/offer", Map.of()));
        Deal.done(deal.seller().post(contract + "/sign", Map.of("version", 1)));
        await().atMost(Duration.ofSeconds(10)).until(() -> letters(symbio, id) == 2);

        String letter = letter(symbio, id).get("id").asText();
        assertThat(deal.customerAs("admin").get(LETTERS).outcome()).isEqualTo("403 access.denied");
        assertThat(symbio.operator()
                        .post(LETTERS + "/" + letter + "/replay", Map.of())
                        .outcome())
                .isEqualTo("409 dead-letter.still-fails");

        sql.useHandle(handle ->
                handle.execute("delete from sla_contract where tenant_id = ? and contract_id = ?", deal.provider, id));
        JsonNode replayed = Deal.done(symbio.operator().post(LETTERS + "/" + letter + "/replay", Map.of()));
        assertThat(replayed.get("replayed").asInt()).isEqualTo(2);
        assertThat(letters(symbio, id)).isZero();
        assertThat(deal.seller().get(Deal.CONTRACTS + "?phase=active").text()).contains(id);
    }

    @Test
    void buildsAReadModelAnew(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.drafted(deal.draft("Made again", false));
        String id = contract.substring(Deal.CONTRACTS.length() + 1);
        await().until(() -> deal.buyer().get(Deal.CONTRACTS).text().contains(id));
        Jdbi sql = symbio.symbio().platform().sql();
        sql.useHandle(handle -> handle.execute("delete from sla_contract where contract_id = ?", id));
        assertThat(deal.buyer().get(Deal.CONTRACTS).text()).doesNotContain(id);

        assertThat(deal.customerAs("admin")
                        .post(PROJECTIONS + "/sla-statements/rebuild", Map.of())
                        .outcome())
                .isEqualTo("403 access.denied");
        Deal.done(symbio.operator().post(PROJECTIONS + "/sla-statements/rebuild", Map.of()));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> deal.buyer().get(Deal.CONTRACTS).text().contains(id) && !behind(symbio, "sla-statements"));
        assertThat(deal.seller().get(Deal.CONTRACTS).text()).as("still a draft").doesNotContain(id);
    }

    @Test
    void refusesToRebuildWhatSomethingIsDecidedOn(RunningSymbio symbio) {
        assertThat(symbio.operator()
                        .post(PROJECTIONS + "/audit-sla/rebuild", Map.of())
                        .outcome())
                .isEqualTo("409 projection.not-rebuildable");
        assertThat(symbio.operator()
                        .post(PROJECTIONS + "/nothing/rebuild", Map.of())
                        .outcome())
                .isEqualTo("404 projection.not-found");
    }

    private static boolean behind(RunningSymbio symbio, String name) {
        for (JsonNode projection : symbio.operator().get(PROJECTIONS).json().get("items")) {
            if (projection.get("name").asText().equals(name)) {
                return projection.get("behind").asBoolean();
            }
        }
        throw new AssertionError("no projection " + name);
    }

    private static long letters(RunningSymbio symbio, String id) {
        return symbio.operator().get(LETTERS).json().get("items").findValuesAsText("entity").stream()
                .filter(id::equals)
                .count();
    }

    private static JsonNode letter(RunningSymbio symbio, String id) {
        for (JsonNode letter : symbio.operator().get(LETTERS).json().get("items")) {
            if (letter.get("entity").asText().equals(id)) {
                return letter;
            }
        }
        throw new AssertionError("no letter of " + id);
    }
}
