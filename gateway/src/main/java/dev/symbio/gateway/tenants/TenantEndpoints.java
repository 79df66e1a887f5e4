package dev.symbio.gateway.tenants;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.DerivedIds;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.tenants.CreationKeys.Use;
import dev.symbio.gateway.tenants.TenantViews.ContactEntry;
import dev.symbio.gateway.tenants.TenantViews.Me;
import dev.symbio.gateway.tenants.TenantViews.MemberEntry;
import dev.symbio.gateway.tenants.TenantViews.NewTenant;
import dev.symbio.gateway.tenants.TenantViews.TenantItem;
import dev.symbio.gateway.tenants.TenantViews.TenantView;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.time.CalendarSpec;
import dev.symbio.tenants.tenant.Directory;
import dev.symbio.tenants.tenant.Member;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Tenant;
import dev.symbio.tenants.tenant.TenantCommand;
import dev.symbio.tenants.tenant.TenantList;
import dev.symbio.tenants.tenant.TenantList.TenantRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The endpoints of companies and their members, and of who is calling. */
public final class TenantEndpoints {
    private static final String TAG = "Tenants";
    private static final String TENANTS = "/api/v1/tenants";
    private static final String ONE = TENANTS + "/{tenant}";

    static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "tenant.not-found");
    private static final ProblemType NO_MEMBER = Replies.declared(Reason.NOT_FOUND, "tenant.member-not-found");
    private static final ProblemType MEMBER_LEAVING = Replies.declared(Reason.CONFLICT, "tenant.member-leaving");
    private static final ProblemType EXISTS = Replies.declared(Reason.CONFLICT, "tenant.exists");
    private static final ProblemType FULL = Replies.declared(Reason.CONFLICT, "tenant.full");
    private static final ProblemType LAST_ADMIN = Replies.declared(Reason.CONFLICT, "tenant.last-admin");
    private static final ProblemType LAST_OPERATOR = Replies.declared(Reason.CONFLICT, "tenant.last-operator");
    private static final ProblemType INVALID = Replies.declared(Reason.INVALID, "tenant.invalid");
    private static final String ID_PREFIX = "t-";
    private static final List<String> ALL_TENANTS = List.of("tenants");

    private final Directory directory;
    private final TenantList list;
    private final CreationKeys keys;
    private final DataKeys dataKeys;
    private final Cursors cursors;
    private final Executor blocking;

    /** @param blocking runs queries */
    public TenantEndpoints(
            Directory directory,
            TenantList list,
            CreationKeys keys,
            DataKeys dataKeys,
            Cursors cursors,
            Executor blocking) {
        this.dataKeys = dataKeys;
        this.directory = directory;
        this.list = list;
        this.keys = keys;
        this.cursors = cursors;
        this.blocking = blocking;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/me")
                        .named("me", TAG, "Who you are and what you may do")
                        .forMembers()
                        .answers(200, "You", Me.class)
                        .asksEntity()
                        .handledBy(this::me),
                Endpoint.put("/api/v1/me/contact")
                        .named("setOwnContact", TAG, "Set where you get mail, and in which language")
                        .forMembers()
                        .takes(ContactEntry.class)
                        .answers(200, "You", Me.class)
                        .problems(NO_MEMBER, NOT_FOUND, INVALID)
                        .asksEntity()
                        .handledBy(this::setOwnContact),
                Endpoint.post(TENANTS)
                        .named("createTenant", TAG, "Bring in a company")
                        .needs(Permission.TENANT_CREATE)
                        .takes(NewTenant.class)
                        .answers(201, "The company", TenantView.class)
                        .problems(EXISTS, INVALID, NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::create),
                Endpoint.get(TENANTS)
                        .named("listTenants", TAG, "The companies you may see: your own; all, for the operator")
                        .needs(Permission.TENANT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of companies", Page.class, TenantItem.class)
                        .asksEntity()
                        .handledBy(this::list),
                Endpoint.get(ONE)
                        .named("getTenant", TAG, "One company with its calendar and members")
                        .needs(Permission.TENANT_READ)
                        .answers(200, "The company", TenantView.class)
                        .problems(NOT_FOUND)
                        .asksEntity()
                        .handledBy(call -> view(call, tenantOf(call), 200)),
                Endpoint.put(ONE + "/calendar")
                        .named("changeCalendar", TAG, "Change a company's working calendar")
                        .needs(Permission.TENANT_MANAGE)
                        .takes(CalendarSpec.class)
                        .answers(200, "The company", TenantView.class)
                        .problems(NOT_FOUND, INVALID)
                        .asksEntity()
                        .handledBy(call -> change(call, new TenantCommand.ChangeCalendar(call.body()))),
                Endpoint.post(ONE + "/members")
                        .named("setMember", TAG, "Let somebody in, or change a member's name and roles")
                        .needs(Permission.TENANT_MANAGE)
                        .takes(MemberEntry.class)
                        .answers(200, "The company", TenantView.class)
                        .problems(NOT_FOUND, INVALID, FULL, LAST_ADMIN, LAST_OPERATOR, MEMBER_LEAVING)
                        .asksEntity()
                        .handledBy(this::setMember),
                Endpoint.put(ONE + "/members/{subject}/contact")
                        .named("setContact", TAG, "Set where a member gets mail, and in which language")
                        .needs(Permission.TENANT_MANAGE)
                        .takes(ContactEntry.class)
                        .answers(200, "The company", TenantView.class)
                        .problems(NOT_FOUND, NO_MEMBER, INVALID)
                        .asksEntity()
                        .handledBy(call -> change(
                                call,
                                new TenantCommand.SetContact(
                                        call.path("subject"),
                                        call.body().mail(),
                                        call.body().language()))),
                Endpoint.delete(ONE + "/members/{subject}")
                        .named("removeMember", TAG, "Take a member's access away")
                        .needs(Permission.TENANT_MANAGE)
                        .answers(200, "The company", TenantView.class)
                        .problems(NOT_FOUND, NO_MEMBER, LAST_ADMIN, LAST_OPERATOR)
                        .asksEntity()
                        .handledBy(call -> change(call, new TenantCommand.RemoveMember(call.path("subject")))));
    }

    private CompletionStage<Answer> me(Call<?> call) {
        return directory.tenant(call.tenant()).thenApply(found -> {
            Tenant tenant = found.orElseThrow(TenantEndpoints::notFound);
            Member self = tenant.members().get(call.principal().subject());
            return Answer.ok(new Me(
                    call.principal().subject(),
                    self == null ? null : self.name(),
                    tenant.id(),
                    tenant.name(),
                    List.copyOf(call.caller().roles()),
                    List.copyOf(call.caller().permissions()),
                    self == null ? null : self.mail(),
                    self == null ? null : self.language()));
        });
    }

    private CompletionStage<Answer> setOwnContact(Call<ContactEntry> call) {
        TenantCommand.SetContact command = new TenantCommand.SetContact(
                call.principal().subject(), call.body().mail(), call.body().language());
        return directory
                .send(call.tenant(), command, call.meta())
                .thenApply(Replies::accepted)
                .thenCompose(accepted -> me(call));
    }

    private CompletionStage<Answer> create(Call<NewTenant> call) {
        NewTenant wanted = call.body();
        TenantId id = wanted.id() == null ? new TenantId(ID_PREFIX + DerivedIds.of(call)) : wanted.id();
        TenantCommand.Create command = new TenantCommand.Create(
                wanted.name(), wanted.kind(), wanted.zone(), wanted.calendar(), wanted.members());
        return CompletableFuture.supplyAsync(() -> keys.use(call.tenant(), call.key(), call.fingerprint()), blocking)
                .thenCompose(use -> {
                    if (use == Use.REUSED) {
                        throw Replies.keyReused();
                    }
                    return directory.send(id, command, call.meta()).thenCompose(reply -> settled(call, use, reply));
                })
                .thenApply(Replies::accepted)
                .thenCompose(accepted -> view(call, id, 201));
    }

    private CompletionStage<Reply> settled(Call<?> call, Use use, Reply reply) {
        return use == Use.FIRST && reply instanceof Reply.Rejected
                ? CompletableFuture.supplyAsync(
                        () -> {
                            keys.forget(call.tenant(), call.key());
                            return reply;
                        },
                        blocking)
                : CompletableFuture.completedFuture(reply);
    }

    private CompletionStage<Answer> list(Call<Void> call) {
        if (!isOperator(call)) {
            return directory
                    .tenant(call.tenant())
                    .thenApply(own -> Answer.ok(
                            new Page<>(own.map(TenantItem::of).map(List::of).orElse(List.of()), null)));
        }
        String after = cursors.position(call, ALL_TENANTS).orElse("");
        return CompletableFuture.supplyAsync(() -> list.tenants(after, call.limit() + 1), blocking)
                .thenApply(rows -> Answer.ok(page(call, rows)));
    }

    private Page<TenantItem> page(Call<?> call, List<TenantRow> rows) {
        return cursors.page(call, ALL_TENANTS, rows, row -> row.id().value()).map(TenantItem::of);
    }

    private CompletionStage<Answer> setMember(Call<MemberEntry> call) {
        MemberEntry entry = call.body();
        TenantId tenant = tenantOf(call);
        return CompletableFuture.supplyAsync(() -> isLeaving(tenant, entry.subject()), blocking)
                .thenCompose(leaving -> {
                    if (leaving) {
                        throw MEMBER_LEAVING.because("Expected somebody else: what is stored of this person is being"
                                + " destroyed. Try again in a minute.");
                    }
                    return change(call, new TenantCommand.SetMember(entry.subject(), entry.name(), entry.roles()));
                });
    }

    /** Whoever was redacted can come back once every copy of the old name is gone, and then as somebody new. */
    private boolean isLeaving(TenantId tenant, String subject) {
        return subject != null
                && dataKeys.findNow(tenant, subject).map(key -> !key.usable()).orElse(false);
    }

    private CompletionStage<Answer> change(Call<?> call, TenantCommand command) {
        TenantId tenant = tenantOf(call);
        CommandMeta meta = call.meta();
        return directory
                .send(tenant, command, meta)
                .thenApply(Replies::accepted)
                .thenCompose(accepted -> view(call, tenant, 200));
    }

    private CompletionStage<Answer> view(Call<?> call, TenantId id, int status) {
        if (!id.equals(call.tenant()) && !isOperator(call)) {
            throw notFound();
        }
        return directory.snapshot(id).thenApply(found -> {
            TenantView view = TenantView.of(
                    found.orElseThrow(TenantEndpoints::notFound), member -> seesContact(call, id, member));
            Answer answer = status == 201 ? Answer.created(TENANTS + "/" + id, view) : Answer.ok(view);
            return answer.withSeq(view.seq());
        });
    }

    private static boolean seesContact(Call<?> call, TenantId tenant, Member member) {
        return call.tenant().equals(tenant)
                && (call.caller().may(Permission.TENANT_MANAGE)
                        || call.principal().subject().equals(member.subject()));
    }

    /** Not everybody who works for the operator may look into the companies. */
    private static boolean isOperator(Call<?> call) {
        return call.tenant().equals(Tenant.OPERATOR_ID) && call.caller().may(Permission.OPERATE);
    }

    /** The tenant in the path, if the caller may know of it. */
    static TenantId tenantOf(Call<?> call) {
        try {
            TenantId id = new TenantId(call.path("tenant"));
            if (id.equals(call.tenant()) || isOperator(call)) {
                return id;
            }
        } catch (IllegalArgumentException notAnId) {
            // answered like a tenant that does not exist
        }
        throw notFound();
    }

    static ProblemException notFound() {
        return NOT_FOUND.because("Expected a tenant but there is none, or it is not yours to see.");
    }
}
