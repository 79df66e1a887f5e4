package dev.symbio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.entity.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    private final Cursors cursors = new Cursors(new byte[32]);

    @Property(tries = 200)
    void opensWhatItIssued(@ForAll String position, @ForAll @Size(max = 3) List<String> filter) {
        String wellFormed = position.replaceAll("[\\ud800-\\udfff]", "") + "!";
        List<String> parts =
                filter.stream().map(p -> p.replaceAll("[\\ud800-\\udfff]", "")).toList();

        assertThat(cursors.open(ACME, parts, cursors.issue(ACME, parts, wellFormed)))
                .isEqualTo(wellFormed);
    }

    @Property(tries = 200)
    void refusesWhatWasChanged(@ForAll @IntRange(max = 27) int at) {
        char[] cursor = cursors.issue(ACME, List.of("active"), "2026|x").toCharArray();
        cursor[at] = cursor[at] == 'A' ? 'B' : 'A';

        refused(ACME, List.of("active"), new String(cursor));
    }

    @Test
    void belongsToOneTenantOneFilterAndOneKey() {
        String cursor = cursors.issue(ACME, List.of("active", ""), "2026|x");

        refused(OTHER, List.of("active", ""), cursor);
        refused(ACME, List.of("retired", ""), cursor);
        refused(ACME, List.of("activ", "e"), cursor);
        refused(ACME, List.of("active"), cursor);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThatThrownBy(() -> new Cursors(otherKey).open(ACME, List.of("active", ""), cursor))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesWhatIsNoCursor() {
        for (String nonsense : List.of("", "x", "%%%", "AAAA", "A".repeat(2_000))) {
            refused(ACME, List.of(), nonsense);
        }
    }

    private void refused(TenantId tenant, List<String> filter, String cursor) {
        assertThatThrownBy(() -> cursors.open(tenant, filter, cursor))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(Problems.INVALID_PARAMETER));
    }

    @Test
    void keepsItsKeyToItself(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("deeper").resolve("cursor.key");
        byte[] key = ServerKey.loadOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ServerKey.loadOrCreate(file)).isEqualTo(key).isNotEqualTo(new byte[32]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> ServerKey.loadOrCreate(file)).hasMessageContaining("owner only");
    }
}
