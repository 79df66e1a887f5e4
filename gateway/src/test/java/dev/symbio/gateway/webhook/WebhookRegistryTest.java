package dev.symbio.gateway.webhook;

import static dev.symbio.gateway.webhook.WebhookBench.MAKER;
import static dev.symbio.gateway.webhook.WebhookBench.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.gateway.webhook.WebhookRegistry.Before;
import dev.symbio.gateway.webhook.WebhookRegistry.Delivery;
import dev.symbio.gateway.webhook.WebhookRegistry.NewWebhook;
import dev.symbio.gateway.webhook.WebhookRegistry.Registered;
import dev.symbio.gateway.webhook.WebhookRegistry.Registration;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WebhookRegistryTest {
    private static final String PAYMENT_DUE = WebhookType.PAYMENT_DUE.publicName();
    private static final String URL = "https://finance.example.com/hook";

    private final WebhookBench bench = new WebhookBench();
    private final WebhookRegistry registry = bench.registry;

    private Registration register(String key, String url, List<String> types) {
        return registry.register(VENDOR, key, "fp-" + url, new NewWebhook(url, types));
    }

    private static Registered done(Registration registration) {
        return ((Registration.Done) registration).webhook();
    }

    @Test
    void showsTheSecretToItsOwnerAndNeverAgain() throws Exception {
        Registered webhook = done(register("k1", URL, List.of(PAYMENT_DUE, PAYMENT_DUE)));
        assertThat(webhook.types()).containsExactly(PAYMENT_DUE);
        assertThat(Base64.getDecoder().decode(webhook.secret().substring("whsec_".length())))
                .hasSize(32);
        String listed = Json.MAPPER.writeValueAsString(registry.list(VENDOR));
        assertThat(listed).contains(webhook.id(), URL).doesNotContain("secret", webhook.secret());
    }

    @Test
    void theDatabaseHoldsNoSecretAndThoseThatItHeldAreSealed() {
        Registered webhook = done(register("k1", URL, List.of(PAYMENT_DUE)));
        assertThat(stored()).isNotEqualTo(webhook.secret()).doesNotContain("whsec_");

        bench.sql.useHandle(sql -> sql.execute("update webhook_endpoint set secret = ?", webhook.secret()));
        assertThat(done(register("k1", URL, List.of(PAYMENT_DUE)))).isEqualTo(webhook);
        registry.sealPlain();
        assertThat(stored()).doesNotContain("whsec_");
        assertThat(done(register("k1", URL, List.of(PAYMENT_DUE)))).isEqualTo(webhook);
    }

    @Test
    void aSealedSecretOpensForItsOwnEndpointAlone() {
        done(register("k1", URL, List.of(PAYMENT_DUE)));
        bench.sql.useHandle(sql -> sql.execute("update webhook_endpoint set tenant_id = ?", MAKER.value()));
        String moved = registry.list(MAKER).get(0).id();
        assertThatThrownBy(() -> bench.secrets.open(WebhookSecret.rowOf(MAKER.value(), moved), stored()))
                .hasMessageContaining("another row");
        assertThat(registry.deliveries(MAKER, moved, null, 1))
                .as("can be looked at all the same")
                .isPresent();
    }

    private String stored() {
        return bench.sql.withHandle(sql -> sql.createQuery("select secret from webhook_endpoint")
                .mapTo(String.class)
                .one());
    }

    @Test
    void theSameKeyGivesTheSameAnswerAndWithAnotherRequestNone() {
        Registered first = done(register("k1", URL, List.of(PAYMENT_DUE)));
        Registration again = register("k1", URL, List.of(PAYMENT_DUE));
        assertThat(done(again)).isEqualTo(first);
        assertThat(((Registration.Done) again).repeated()).isTrue();
        assertThat(register("k1", URL + "2", List.of(PAYMENT_DUE))).isEqualTo(new Registration.KeyReused());
        assertThat(registry.list(VENDOR)).hasSize(1);
        assertThat(done(register("k2", URL, List.of(PAYMENT_DUE))).secret()).isNotEqualTo(first.secret());
    }

    @Test
    void theSameKeyAtTheSameTimeGivesOneEndpoint() {
        Set<String> secrets = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i ->
                        done(register("k" + i / 8, URL, List.of(PAYMENT_DUE))).secret())
                .collect(Collectors.toSet());
        assertThat(secrets).hasSize(8);
        assertThat(registry.list(VENDOR)).hasSize(8);
    }

    @Test
    void namesEveryFaultByItsPlace() {
        Rejection rejection = ((Registration.Refused)
                        register("k1", "http://x.de", List.of(PAYMENT_DUE, "symbio.sla.everything.v1")))
                .rejection();
        assertThat(rejection.errors()).extracting(Fault::pointer).containsExactly("/url", "/types/1");
        for (List<String> types : new ArrayList<List<String>>(java.util.Arrays.asList(
                null, List.of(), Collections.nCopies(WebhookType.values().length + 1, PAYMENT_DUE)))) {
            assertThat(((Registration.Refused) register("k1", URL, types))
                            .rejection()
                            .errors())
                    .extracting(Fault::pointer)
                    .containsExactly("/types");
        }
        assertThat(((Registration.Refused) register("k1", URL, Collections.singletonList(null)))
                        .rejection()
                        .errors())
                .extracting(Fault::pointer)
                .containsExactly("/types/0");
        assertThat(registry.list(VENDOR)).isEmpty();
    }

    @Test
    void takesTwentyAndNotOneMore() {
        for (int i = 0; i < WebhookRegistry.MAX_ENDPOINTS; i++) {
            done(register("k" + i, URL + i, List.of(PAYMENT_DUE)));
        }
        assertThat(((Registration.Refused) register("one-more", URL, List.of(PAYMENT_DUE)))
                        .rejection()
                        .code())
                .isEqualTo("webhook.too-many");
        assertThat(done(register("k0", URL + 0, List.of(PAYMENT_DUE))))
                .as("a repeat is not one more")
                .isNotNull();
    }

    @Test
    void oneTenantSeesAndRemovesNothingOfAnother() {
        Registered webhook = done(register("k1", URL, List.of(PAYMENT_DUE)));
        assertThat(registry.list(MAKER)).isEmpty();
        assertThat(registry.deliveries(MAKER, webhook.id(), null, 10)).isEmpty();
        assertThat(registry.remove(MAKER, webhook.id())).isFalse();
        assertThat(registry.list(VENDOR)).hasSize(1);
        assertThat(done(registry.register(MAKER, "k1", "fp-" + URL, new NewWebhook(URL, List.of(PAYMENT_DUE))))
                        .id())
                .as("the same key in another tenant is another endpoint")
                .isNotEqualTo(webhook.id());
        assertThat(registry.remove(VENDOR, webhook.id())).isTrue();
        assertThat(registry.remove(VENDOR, webhook.id())).isFalse();
    }

    @Test
    void deliveriesComeInPagesWithoutTheirBodies() throws Exception {
        bench.draft();
        Registered webhook = bench.register(VENDOR, URL, WebhookType.PAYMENT_DUE);
        for (int i = 1; i <= 5; i++) {
            bench.handle(WebhookBench.paymentDue("2026-Q" + i));
        }
        List<Delivery> seen = new ArrayList<>();
        Before before = null;
        List<Delivery> page;
        do {
            page = registry.deliveries(VENDOR, webhook.id(), before, 2).orElseThrow();
            seen.addAll(page);
            before = page.isEmpty()
                    ? null
                    : new Before(
                            page.get(page.size() - 1).createdAt(),
                            page.get(page.size() - 1).id());
        } while (!page.isEmpty());
        assertThat(seen).extracting(Delivery::id).hasSize(5).doesNotHaveDuplicates();
        Delivery first = seen.get(0);
        assertThat(first.status()).isEqualTo("waiting");
        assertThat(first.contract()).isEqualTo("maker.c-1");
        assertThat(first.finishedAt()).isNull();
        assertThat(Json.MAPPER.writeValueAsString(first)).doesNotContain("obligation", "whsec_");
    }
}
