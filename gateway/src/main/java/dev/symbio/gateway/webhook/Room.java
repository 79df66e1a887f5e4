package dev.symbio.gateway.webhook;

import dev.symbio.gateway.webhook.DeliveryTable.Head;
import dev.symbio.platform.entity.TenantId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is being sent to, and whose turn it is: first who has the fewest attempts under way, then who waited longest for one.
 * Not thread-safe.
 */
final class Room {
    private final WebhookSettings settings;
    private final Map<TenantId, Integer> byTenant = new HashMap<>();
    private final Map<String, Integer> byEndpoint = new HashMap<>();
    /** When each tenant had its last turn, counted in turns. */
    private final Map<TenantId, Long> lastTurn = new HashMap<>();

    private int all;
    private long turns;

    Room(WebhookSettings settings) {
        this.settings = settings;
    }

    /** How many more attempts may begin. */
    int left() {
        return settings.concurrency() - all;
    }

    Collection<TenantId> fullTenants() {
        return full(byTenant, settings.perTenant());
    }

    Collection<String> fullEndpoints() {
        return full(byEndpoint, settings.perEndpoint());
    }

    private static <K> List<K> full(Map<K, Integer> counts, int limit) {
        return counts.entrySet().stream()
                .filter(each -> each.getValue() >= limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those whose turn it is, as many as there is room for: of each tenant the oldest. */
    List<Head> turns(List<Head> heads) {
        return heads.stream()
                .collect(Collectors.toMap(
                        Head::tenant, Function.identity(), BinaryOperator.minBy(Comparator.comparing(Head::dueAt))))
                .values()
                .stream()
                .sorted(Comparator.<Head>comparingInt(head -> byTenant.getOrDefault(head.tenant(), 0))
                        .thenComparing(head -> lastTurn.getOrDefault(head.tenant(), 0L))
                        .thenComparing(Head::dueAt))
                .limit(left())
                .toList();
    }

    void begin(TenantId tenant, String endpoint) {
        all++;
        byTenant.merge(tenant, 1, Integer::sum);
        byEndpoint.merge(endpoint, 1, Integer::sum);
        lastTurn.put(tenant, ++turns);
    }

    void end(TenantId tenant, String endpoint) {
        all--;
        byTenant.computeIfPresent(tenant, (id, count) -> count == 1 ? null : count - 1);
        byEndpoint.computeIfPresent(endpoint, (id, count) -> count == 1 ? null : count - 1);
    }
}
