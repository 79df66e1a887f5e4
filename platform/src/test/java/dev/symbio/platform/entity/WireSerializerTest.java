package dev.symbio.platform.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.ConfigFactory;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.runtime.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WireSerializerTest {
    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private static final CommandMeta META = new CommandMeta(
            "id", "print", new Principal("ann", new TenantId("acme"), "bob"), "correlation", "cause", 7L);

    private final WireSerializer wire = new WireSerializer(
            (ExtendedActorSystem) Adapter.toClassic(KIT.system()), List.<EntityKind<?, ?, ?>>of(Tally.KIND));
    private final TestProbe<Reply> replies = KIT.createTestProbe();
    private final TestProbe<Object> states = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void everyMessageComesBackAsItWas() {
        List<Object> messages = List.of(
                new HostCommand.Deliver(new Tally.Add(4), META, replies.ref()),
                new HostCommand.Deliver(new Tally.RingIn(Duration.ofMillis(1500)), META, replies.ref()),
                new HostCommand.Deliver(new Tally.Ring(), META, replies.ref()),
                new HostCommand.Due("ring", Instant.parse("2026-03-01T10:00:00.123456Z"), replies.ref()),
                new HostCommand.GetState(states.ref()),
                new HostCommand.Stop(),
                new Reply.Accepted(3, null, false),
                new Reply.Accepted(3, Json.MAPPER.createObjectNode().put("total", 9), true),
                new Reply.Rejected(Rejection.invalid("a.b", "Expected", new Rejection.Fault("/n", "a.b", "is"))),
                new Reply.Rejected(Rejection.conflict("a.b", "Expected")),
                new Reply.KeyReused(),
                new Reply.Stale(12),
                new Reply.Quarantined("why"),
                new Reply.StillHeld(),
                new Reply.NotStored(),
                new Reply.Failed("what"),
                new Snapshot<>(0, Tally.KIND.none()),
                new Snapshot<>(5, new Tally(9, Instant.parse("2026-03-01T10:00:00Z"), 2)));
        for (Object message : messages) {
            assertThat(crossed(message)).isEqualTo(message);
            assertThat(wire.manifest(message)).doesNotContain("dev.symbio");
            assertThat(new String(wire.toBinary(message), StandardCharsets.UTF_8))
                    .doesNotContain("dev.symbio");
        }
        assertThat(wire.manifest(messages.get(1))).isEqualTo("deliver.v1:tally/ring-in");
    }

    @Test
    void whatIsLargeIsCompressed() {
        Reply large = new Reply.Failed("x".repeat(1 << 20));
        assertThat(wire.toBinary(large)).hasSizeLessThan(1 << 14);
        assertThat(crossed(large)).isEqualTo(large);
    }

    @Test
    void aMessageOfANewerVersionIsRefusedByName() {
        assertThatThrownBy(() -> wire.fromBinary(new byte[] {'{', '}'}, "deliver.v1:tally/multiply"))
                .hasMessageContaining("deliver.v1:tally/multiply");
        assertThatThrownBy(() -> wire.fromBinary(new byte[] {'{', '}'}, "deliver.v1:other/add"))
                .hasMessageContaining("newer");
    }

    private Object crossed(Object message) {
        return wire.fromBinary(wire.toBinary(message), wire.manifest(message));
    }
}
