package dev.symbio.contracts.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every event as it was once stored is read for ever. A file is never changed; a new version gets a new
 * file, and an upcast in {@link ValueCommitment#KIND}.
 */
class GoldenCommitmentEventsTest {
    static Stream<String> storedNames() {
        return ValueCommitment.KIND.eventTypes().stream()
                .flatMap(type -> Stream.iterate(1, version -> version <= type.version(), version -> version + 1)
                        .map(version -> type.publicName() + ".v" + version))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("storedNames")
    void aStoredEventIsReadAndTheCurrentVersionWrittenAsBefore(String storedName) throws IOException {
        readAndWrittenAsBefore(storedName, storedName);
    }

    /** Terms were given an optional part since: the new form beside the old one. */
    @Test
    void readsTermsWithMilestones() throws IOException {
        readAndWrittenAsBefore(
                "symbio.commitment.commitment-drafted.v1", "symbio.commitment.commitment-drafted.v1.milestones");
    }

    private static void readAndWrittenAsBefore(String storedName, String file) throws IOException {
        byte[] stored = golden(file);
        var current = ValueCommitment.KIND
                .current(storedName, (ObjectNode) Json.MAPPER.readTree(stored))
                .orElseThrow();
        CommitmentEvent event =
                Json.MAPPER.treeToValue(current.data(), current.type().type());

        assertThat(ValueCommitment.KIND.typeOf(event).publicName())
                .isEqualTo(current.type().publicName());
        if (current.unchanged()) {
            assertThat(Json.MAPPER.writeValueAsString(event))
                    .isEqualTo(new String(stored, StandardCharsets.UTF_8).strip());
        }
    }

    private static byte[] golden(String name) throws IOException {
        String file = "/golden/commitment/" + name + ".json";
        try (InputStream in = GoldenCommitmentEventsTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden file %s", file).isNotNull();
            return in.readAllBytes();
        }
    }
}
