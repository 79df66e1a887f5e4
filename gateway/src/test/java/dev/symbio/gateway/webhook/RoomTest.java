package dev.symbio.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.gateway.webhook.DeliveryTable.Head;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Instant START = Instant.parse("2026-07-03T12:00:00Z");

    private final Room room = new Room(WebhookSettings.DEFAULT);

    private static Head head(String tenant, String endpoint, int second) {
        return new Head(new TenantId(tenant), endpoint, DeliveryTable.WAITING, START.plusSeconds(second));
    }

    private void begin(Head head) {
        room.begin(head.tenant(), head.endpoint());
    }

    private void end(Head head) {
        room.end(head.tenant(), head.endpoint());
    }

    @Test
    void eachTenantsOldestIsNextAndOneThatHasLessUnderWayComesFirst() {
        Head flood = head("flood", "f1", 0);
        Head quiet = head("quiet", "q1", 60);
        List<Head> heads = List.of(head("flood", "f2", 1), flood, quiet);
        assertThat(room.turns(heads)).containsExactly(flood, quiet);
        begin(flood);
        assertThat(room.turns(heads)).containsExactly(quiet, flood);
    }

    @Test
    void aTenantAndAnEndpointHaveAShareOnly() {
        for (Head each : List.of(head("flood", "f1", 0), head("flood", "f1", 0), head("flood", "f2", 0))) {
            assertThat(room.fullTenants()).isEmpty();
            begin(each);
        }
        assertThat(room.fullTenants()).containsExactly(new TenantId("flood"));
        assertThat(room.fullEndpoints()).containsExactly("f1");
        assertThat(room.left()).isEqualTo(5);
        end(head("flood", "f1", 0));
        assertThat(room.fullTenants()).isEmpty();
        assertThat(room.fullEndpoints()).isEmpty();
    }

    @Test
    void whoHasWaitedLongestIsServedAlthoughOlderDeliveriesOfManyWait() {
        List<Head> heads = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(i -> head("flood-" + i, "f" + i, i))
                .toList());
        Head quiet = head("quiet", "q1", 1_000);
        heads.add(quiet);
        List<Head> begun = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            List<Head> turns = room.turns(heads);
            turns.forEach(this::begin);
            turns.forEach(this::end);
            begun.addAll(turns);
        }
        assertThat(begun).contains(quiet);
    }
}
