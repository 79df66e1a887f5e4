package dev.symbio.gateway.tenants;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.tenants.RedactionViews.RedactionOrder;
import dev.symbio.gateway.tenants.RedactionViews.RedactionView;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.Replay;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.DataKey;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Directory;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Redaction;
import dev.symbio.tenants.tenant.Tenant;
import dev.symbio.tenants.tenant.TenantCommand;
import dev.symbio.tenants.tenant.TenantCommand.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The endpoints by which personal data is destroyed, and which say that it was. */
public final class RedactionEndpoints {
    /** A few seconds in all. */
    private static final int LOOKS = 40;

    private static final int LOOK_MILLIS = 100;
    private static final int RETRY_SECONDS = 2;

    private static final String ORDERED =
            "It is ordered and will be done, but is not yet: what was destroyed so far. Repeat the"
                    + " request with the same Idempotency-Key after Retry-After to know more";

    private static final String TAG = "Tenants";
    private static final String ONE = "/api/v1/tenants/{tenant}";

    private static final ProblemType NO_MEMBER = Replies.declared(Reason.NOT_FOUND, "tenant.member-not-found");
    private static final ProblemType LAST_ADMIN = Replies.declared(Reason.CONFLICT, "tenant.last-admin");
    private static final ProblemType LAST_OPERATOR = Replies.declared(Reason.CONFLICT, "tenant.last-operator");
    private static final ProblemType OPERATOR_STAYS = Replies.declared(Reason.CONFLICT, "tenant.operator-stays");
    private static final ProblemType INVALID = Replies.declared(Reason.INVALID, "tenant.invalid");

    private final Directory directory;
    private final DataKeys keys;
    private final Replay replay;
    private final Executor blocking;

    public RedactionEndpoints(Directory directory, Platform platform) {
        this.directory = directory;
        keys = platform.dataKeys();
        replay = new Replay(platform.history(), platform.blocking());
        blocking = platform.blocking();
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post(ONE + "/members/{subject}/redaction")
                        .named(
                                "redactMember",
                                TAG,
                                "Destroy what is stored of a person: its name, what it wrote, how it is reached. Whoever"
                                        + " was a member once, or is named where people are named, can be named, too. It cannot be undone")
                        .needs(Permission.TENANT_MANAGE)
                        .takes(RedactionOrder.class)
                        .answers(200, "What was destroyed in the company", Page.class, RedactionView.class)
                        .answers(202, ORDERED, Page.class, RedactionView.class)
                        .problems(TenantEndpoints.NOT_FOUND, NO_MEMBER, INVALID, LAST_ADMIN, LAST_OPERATOR)
                        .asksEntity()
                        .handledBy(this::redactMember),
                Endpoint.post(ONE + "/redaction")
                        .named(
                                "redactTenant",
                                TAG,
                                "Destroy what is stored of all people of a company. Nobody is a member of it any more;"
                                        + " what it agreed with others stays. It cannot be undone")
                        .needs(Permission.OPERATE)
                        .takes(RedactionOrder.class)
                        .answers(200, "What was destroyed in the company", Page.class, RedactionView.class)
                        .answers(202, ORDERED, Page.class, RedactionView.class)
                        .problems(TenantEndpoints.NOT_FOUND, INVALID, OPERATOR_STAYS)
                        .asksEntity()
                        .handledBy(this::redactTenant),
                Endpoint.get(ONE + "/redactions")
                        .named(
                                "listRedactions",
                                TAG,
                                "What was destroyed in a company, when, why and by whom; newest first")
                        .needs(Permission.TENANT_MANAGE)
                        .answers(200, "At most 1,000", Page.class, RedactionView.class)
                        .problems(TenantEndpoints.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::list));
    }

    private CompletionStage<Answer> redactMember(Call<RedactionOrder> call) {
        TenantId tenant = TenantEndpoints.tenantOf(call);
        String subject = call.path("subject");
        if (!Redaction.isName(subject)) {
            throw NO_MEMBER.because("Expected a member of this tenant but found none.");
        }
        return CompletableFuture.supplyAsync(() -> stored(tenant, subject), blocking)
                .thenCombine(
                        asStored(tenant),
                        (stored, asStored) -> new TenantCommand.RedactMember(
                                subject,
                                call.body().reason(),
                                stored,
                                asStored.state().members().containsKey(subject)))
                .thenCompose(command -> ordered(call, tenant, command))
                .thenCompose(accepted -> told(call, tenant, () -> stored(tenant, subject) != Stored.SOMETHING));
    }

    private CompletionStage<Answer> redactTenant(Call<RedactionOrder> call) {
        TenantId tenant = TenantEndpoints.tenantOf(call);
        return ordered(call, tenant, new TenantCommand.Redact(call.body().reason()))
                .thenCompose(accepted -> directory.tenant(tenant))
                .thenCompose(found -> {
                    Instant orderedAt = found.orElseThrow().redactedAt();
                    return told(call, tenant, () -> !keys.anyLive(tenant, orderedAt));
                });
    }

    /** With names as they lie in its events. */
    private CompletionStage<Snapshot<Tenant>> asStored(TenantId tenant) {
        return directory
                .snapshot(tenant)
                .thenCompose(known -> replay.whole(
                        Tenant.KIND,
                        Tenant.ref(tenant),
                        known.map(Snapshot::seq).orElse(0L)));
    }

    private Stored stored(TenantId tenant, String subject) {
        return keys.findNow(tenant, subject)
                .map(key -> key.usable() ? Stored.SOMETHING : Stored.REDACTED)
                .orElse(Stored.NOTHING);
    }

    private CompletionStage<Reply.Accepted> ordered(Call<RedactionOrder> call, TenantId tenant, TenantCommand command) {
        return directory.send(tenant, command, call.meta()).thenApply(Replies::accepted);
    }

    /** @param destroyed whether it has been done: soon after it was ordered, so that what is listed has it */
    private CompletionStage<Answer> told(Call<RedactionOrder> call, TenantId tenant, BooleanSupplier destroyed) {
        return until(destroyed, LOOKS).thenCompose(done -> listed(call, tenant)
                .thenApply(listed -> done
                        ? listed
                        : new Answer(202, listed.body(), Map.of("Retry-After", Integer.toString(RETRY_SECONDS)))));
    }

    /** @return whether it became so while it was looked */
    private CompletionStage<Boolean> until(BooleanSupplier done, int looks) {
        return CompletableFuture.supplyAsync(done::getAsBoolean, blocking)
                .thenCompose(is -> is || looks == 0
                        ? CompletableFuture.completedFuture(is)
                        : CompletableFuture.runAsync(
                                        () -> {},
                                        CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, blocking))
                                .thenCompose(again -> until(done, looks - 1)));
    }

    private CompletionStage<Answer> list(Call<Void> call) {
        TenantId tenant = TenantEndpoints.tenantOf(call);
        return directory.tenant(tenant).thenCompose(found -> {
            found.orElseThrow(TenantEndpoints::notFound);
            return listed(call, tenant);
        });
    }

    private CompletionStage<Answer> listed(Call<?> call, TenantId tenant) {
        return CompletableFuture.supplyAsync(() -> keys.redactions(tenant), blocking)
                .thenApply(redacted -> Answer.ok(new Page<>(
                        redacted.stream().map(key -> view(key, call.tenant())).toList(), null)));
    }

    /** Who wanted it is told to that person's own tenant alone. */
    private static RedactionView view(DataKey key, TenantId reader) {
        DataKey.Destroyed how = key.destruction().orElseThrow();
        return new RedactionView(
                key.pseudonym(),
                how.at(),
                how.why(),
                new TenantId(how.byTenant()),
                how.byTenant().equals(reader.value()) ? how.by() : null);
    }
}
