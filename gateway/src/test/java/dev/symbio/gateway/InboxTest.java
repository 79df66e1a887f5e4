package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSymbio.class)
class InboxTest {
    private static final String INBOX = "/api/v1/inbox";

    @Test
    void bothPartiesAreToldOfAStatementInTheirLanguageAndReadItOnce(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.closedYesterday();
        String id = contract.substring(Deal.CONTRACTS.length() + 1);
        await().atMost(Duration.ofSeconds(10)).until(() -> unread(deal.buyer()) == 1 && unread(deal.seller()) == 1);

        JsonNode entry = done(deal.buyer().get(INBOX + "?unread=true")).at("/items/0");
        assertThat(entry.get("text").asText())
                .endsWith("100.00 USD is to be paid to " + deal.customer + " by " + deal.provider + ".");
        assertThat(entry.get("entity").asText()).isEqualTo(id);
        assertThat(entry.get("role").asText()).isEqualTo("CONTRACT_MANAGER");
        JsonNode event = done(deal.customerAs("auditor").get(contract + "/events?limit=200"))
                .get("items")
                .get(entry.get("eventSeq").asInt() - 1);
        assertThat(event.get("id")).isEqualTo(entry.get("eventId"));
        assertThat(done(deal.seller().get(INBOX + "?lang=zh-CN"))
                        .at("/items/0/text")
                        .asText())
                .contains("结算单", "100.00 USD");

        String read = INBOX + "/" + entry.get("id").asText() + "/read";
        assertThat(deal.seller().post(read, Map.of()).outcome()).isEqualTo("404 inbox.not-found");
        assertThat(deal.customerAs("viewer").post(read, Map.of()).outcome()).isEqualTo("404 inbox.not-found");
        assertThat(deal.buyer().post(read, Map.of()).status()).isEqualTo(204);
        assertThat(deal.buyer().post(read, Map.of()).status()).isEqualTo(204);
        assertThat(unread(deal.buyer())).isZero();
        assertThat(unread(deal.seller())).isEqualTo(1);
        assertThat(done(deal.buyer().get(INBOX)).at("/items/0/readBy").asText()).isEqualTo("contract_manager");
    }

    @Test
    void historyIsNoNews(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        deal.settled();
        deal.closedYesterday();
        await().atMost(Duration.ofSeconds(10)).until(() -> unread(deal.buyer()) > 0);
        assertThat(done(deal.buyer().get(INBOX)).get("items")).hasSize(1);
    }

    private static int unread(ApiClient reader) {
        return done(reader.get(INBOX + "/unread")).get("unread").asInt();
    }
}
