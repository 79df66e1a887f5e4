package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every event as it was once stored is read for ever. A file is never changed; a new version gets a new file,
 * and an upcast in its kind.
 */
class GoldenEventsTest {
    static Stream<Arguments> storedNames() {
        return List.<EntityKind<?, ?, ?>>of(Opportunity.KIND, SalesSettings.KIND).stream()
                .flatMap(kind -> kind.eventTypes().stream()
                        .flatMap(type -> Stream.iterate(1, version -> version <= type.version(), version -> version + 1)
                                .map(version -> type.publicName() + ".v" + version))
                        .sorted()
                        .map(name -> Arguments.of(kind, name, name)));
    }

    /** Events that were given an optional part since: the new form beside the old one. */
    static Stream<Arguments> newForms() {
        return Stream.of(
                Arguments.of(
                        Opportunity.KIND,
                        "symbio.opportunity.contact-recorded.v1",
                        "symbio.opportunity.contact-recorded.v1.competitors"),
                Arguments.of(
                        SalesSettings.KIND,
                        "symbio.sales-settings.configured.v1",
                        "symbio.sales-settings.configured.v1.mentions"),
                Arguments.of(
                        Opportunity.KIND,
                        "symbio.opportunity.artefact-added.v1",
                        "symbio.opportunity.artefact-added.v1.file"),
                Arguments.of(
                        SalesSettings.KIND,
                        "symbio.sales-settings.configured.v1",
                        "symbio.sales-settings.configured.v1.renewal"));
    }

    @ParameterizedTest
    @MethodSource({"storedNames", "newForms"})
    <E> void aStoredEventIsReadAndTheCurrentVersionWrittenAsBefore(
            EntityKind<?, E, ?> kind, String storedName, String file) throws IOException {
        byte[] stored = golden(kind, file);
        var current = kind.current(storedName, (ObjectNode) Json.MAPPER.readTree(stored))
                .orElseThrow();
        E event = Json.MAPPER.treeToValue(current.data(), current.type().type());

        assertThat(kind.typeOf(event).publicName()).isEqualTo(current.type().publicName());
        if (current.unchanged()) {
            assertThat(Json.MAPPER.writeValueAsString(event))
                    .isEqualTo(new String(stored, StandardCharsets.UTF_8).strip());
        }
    }

    private static byte[] golden(EntityKind<?, ?, ?> kind, String name) throws IOException {
        String file = "/golden/" + kind.name() + "/" + name + ".json";
        try (InputStream in = GoldenEventsTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden file %s", file).isNotNull();
            return in.readAllBytes();
        }
    }
}
