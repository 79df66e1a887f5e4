package dev.symbio.tenants.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.json.Json;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is stored is a promise: every version of every event that was ever written must read for ever. */
class TenantEventGoldenTest {
    @Test
    void everyStoredEventReadsAndWritesAsItWas() throws Exception {
        Set<String> seen = new HashSet<>();
        try (InputStream golden = getClass().getResourceAsStream("tenant-events.golden.json")) {
            for (JsonNode line : Json.MAPPER.readTree(golden)) {
                String storedName = line.get("type").asText();
                seen.add(storedName);
                var type = Tenant.KIND.eventTypes().stream()
                        .filter(t -> t.storedName().equals(storedName))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(storedName + " is not known any more"));
                TenantEvent event = Json.MAPPER.treeToValue(line.get("data"), type.type());
                JsonNode written = Json.MAPPER.valueToTree(event);
                assertThat(written).as(storedName).isEqualTo(line.get("data"));
            }
        }
        assertThat(Tenant.KIND.eventTypes())
                .as("every current event has a golden line")
                .allMatch(type -> seen.contains(type.storedName()));
    }
}
