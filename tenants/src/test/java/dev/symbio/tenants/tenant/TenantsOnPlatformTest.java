package dev.symbio.tenants.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.Tenants;
import dev.symbio.tenants.tenant.TenantCommand.NewMember;
import dev.symbio.tenants.tenant.TenantCommand.RemoveMember;
import dev.symbio.tenants.tenant.TenantCommand.SetMember;
import dev.symbio.tenants.tenant.TenantList.MembershipRow;
import dev.symbio.tenants.tenant.TenantList.TenantRow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directory and read model on the running platform, with the real migrations. */
class TenantsOnPlatformTest {
    private static final Duration VISIBLE = Duration.ofSeconds(5);
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");
    private static final Principal OPERATOR = Principal.of("operator", Tenant.OPERATOR_ID);

    @TempDir
    Path dataDir;

    private Platform platform;
    private Directory directory;
    private TenantList list;
    private int commands;

    @BeforeEach
    void start() {
        platform = Platform.start(
                Settings.load(Map.of("symbio.data-dir", dataDir.toString())),
                Clock.systemUTC(),
                List.of(Tenants.FEATURE));
        directory = new Directory(platform.entities(), platform.clock());
        list = new TenantList(platform.sql());
    }

    @AfterEach
    void stop() {
        platform.stop();
    }

    @Test
    void theOperatorTenantIsEnsuredOnceAcrossRestarts() {
        assertThat(now(directory.ensureOperator())).isInstanceOf(Reply.Accepted.class);
        assertThat(now(directory.ensureOperator())).isInstanceOf(Reply.Accepted.class);
        stop();
        start();
        assertThat(now(directory.ensureOperator())).isInstanceOf(Reply.Accepted.class);
        assertThat(now(directory.snapshot(Tenant.OPERATOR_ID)).orElseThrow().seq())
                .isEqualTo(1);
        assertThat(now(directory.roles("operator", Tenant.OPERATOR_ID))).containsExactly(Role.OPERATOR);
    }

    @Test
    void whatIsSentThroughTheDirectoryIsSeenAtOnce() {
        assertThat(now(directory.tenant(ACME))).as("cached as absent").isEmpty();
        create(ACME);
        assertThat(now(directory.tenant(ACME))).isPresent();
        assertThat(now(directory.roles("bob", ACME))).isEmpty();
        send(ACME, new SetMember("bob", "Bob", List.of("viewer")));
        assertThat(now(directory.roles("bob", ACME))).containsExactly(Role.VIEWER);
        send(ACME, new RemoveMember("bob"));
        assertThat(now(directory.roles("bob", ACME))).isEmpty();
    }

    @Test
    void listsAreKeysetPagesOfTheReadModel() {
        create(BOLT);
        create(ACME);
        send(ACME, new SetMember("bob", "Bob", List.of("viewer")));
        send(ACME, new SetMember("cat", "Cat", List.of("viewer")));
        send(ACME, new SetMember("bob", "Bobby", List.of("finance", "auditor")));
        send(ACME, new RemoveMember("cat"));
        await().atMost(VISIBLE).untilAsserted(() -> {
            assertThat(list.tenants("", 10)).extracting(TenantRow::id).containsExactly(ACME, BOLT);
            assertThat(list.members(ACME, "", 10))
                    .extracting(MembershipRow::subject, m -> platform.openings().text(m.name()), m -> m.roles()
                            .toString())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("ann", "Ann", "[ADMIN]"),
                            org.assertj.core.groups.Tuple.tuple("bob", "Bobby", "[FINANCE, AUDITOR]"));
        });
        assertThat(list.tenants("", 1)).extracting(TenantRow::id).containsExactly(ACME);
        assertThat(list.tenants("acme", 1)).extracting(TenantRow::id).containsExactly(BOLT);
        assertThat(list.tenants("bolt", 1)).isEmpty();
        assertThat(list.members(ACME, "ann", 10))
                .extracting(MembershipRow::subject)
                .containsExactly("bob");
        assertThat(list.memberships("", "", 2))
                .extracting(MembershipRow::subject)
                .containsExactly("ann", "bob");
        assertThat(list.memberships("acme", "bob", 2))
                .extracting(MembershipRow::tenant)
                .containsExactly(BOLT);
    }

    private void create(TenantId id) {
        send(
                id,
                new TenantCommand.Create(
                        "Company " + id,
                        "dealer",
                        "UTC",
                        null,
                        List.of(new NewMember("ann", "Ann", List.of("admin")))));
    }

    private void send(TenantId id, TenantCommand command) {
        CommandMeta meta = CommandMeta.caused("c" + ++commands, OPERATOR, "test", null);
        assertThat(now(directory.send(id, command, meta))).isInstanceOf(Reply.Accepted.class);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
