package dev.symbio.ops.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.TenantId;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class TenantIdsTest {
    @Test
    void spellsNamesInPlainLetters() {
        assertThat(TenantIds.plain("Orgenics, Ltd")).isEqualTo("orgenics-ltd");
        assertThat(TenantIds.plain("Société Générale (Côte d'Ivoire)")).isEqualTo("societe-generale-cote-d-ivoire");
    }

    @Test
    void tellsLookAlikesApart() {
        assertThat(new HashSet<>(
                        TenantIds.of(List.of("Acme", "ACME", "Acmé", "acme.")).values()))
                .hasSize(4);
        assertThat(TenantIds.plain("长城物流")).isNotEqualTo(TenantIds.plain("中远物流"));
    }

    @Property
    void givesEveryNameAnIdOfItsOwn(@ForAll @Size(max = 20) @UniqueElements List<String> names) {
        var ids = TenantIds.of(names);
        assertThat(new HashSet<>(ids.values())).hasSameSizeAs(names);
        ids.values().forEach(TenantId::new);
        names.forEach(name -> new TenantId(TenantIds.withHash(name)));
    }
}
