package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.storage.Profile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The profiles that several nodes can share, on real servers. Both have the same read models. */
class OtherProfilesTest {
    /** And every message of every kind crosses between nodes. */
    @Test
    void everyEndpointAndSoEveryQueryRunsOnPostgresWhereGatewayAndEntitiesAreApart() {
        try (RunningSymbio symbio = RunningSymbio.apart()) {
            new EveryEndpointTest().answersAsDescribed(symbio);
        }
    }

    @Test
    void aContractThatIsWrittenToCassandraIsListedSoon() {
        try (RunningSymbio symbio = RunningSymbio.on(Profile.CASSANDRA)) {
            Deal deal = Deal.in(symbio);
            String contract = deal.active(deal.draft("Listed", true));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            deal.buyer().get(Deal.CONTRACTS).text())
                    .contains(contract.substring(Deal.CONTRACTS.length() + 1))
                    .contains("\"phase\":\"active\""));
        }
    }
}
