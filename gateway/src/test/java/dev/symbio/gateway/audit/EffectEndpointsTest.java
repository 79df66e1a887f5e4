package dev.symbio.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.gateway.audit.EffectEndpoints.EffectView;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.process.Effects;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectEndpointsTest {
    private static final TenantId MAKER = new TenantId("maker");
    private static final TenantId VENDOR = new TenantId("vendor");
    private static final EntityRef PRIVATE = Opportunity.KIND.ref(MAKER, "o-1");
    private static final EntityRef SHARED = SlaContract.KIND.ref(MAKER, "c-1");
    private static final EntityRef TARGET = SlaContract.KIND.ref(VENDOR, "c-2");

    private final Lists lists = new Lists();
    private final EffectEndpoints endpoints = new EffectEndpoints(new Effects(lists.sql), lists.sql, Runnable::run);

    private List<EffectView> seen(EntityRef entity, TenantId reader) {
        return endpoints.views(entity, reader);
    }

    @Test
    void whatCausedItIsToldToItsOwnTenantAndToWhomSeesIt() throws Exception {
        lists.step("1", PRIVATE, TARGET);
        lists.step("2", SHARED, TARGET);
        lists.contract(SHARED, VENDOR);

        List<EffectView> toTarget = seen(TARGET, VENDOR);
        assertThat(toTarget).extracting(EffectView::cause).containsExactlyInAnyOrder(null, SHARED.publicId());
        EffectView hidden = toTarget.stream()
                .filter(each -> each.cause() == null)
                .findFirst()
                .orElseThrow();
        assertThat(hidden.process()).isEqualTo("passed-on");
        assertThat(Json.MAPPER.writeValueAsString(hidden)).doesNotContain("cause", "event-1", "happened", "maker");

        assertThat(seen(TARGET, MAKER))
                .extracting(EffectView::causeEvent)
                .containsExactlyInAnyOrder("event-1", "event-2");
        assertThat(seen(PRIVATE, MAKER)).hasSize(1);
        assertThat(seen(PRIVATE, VENDOR))
                .as("it does not learn that there is such an entity")
                .isEmpty();
        assertThat(seen(SHARED, VENDOR)).extracting(EffectView::causeSeq).containsExactly(7L);
    }
}
