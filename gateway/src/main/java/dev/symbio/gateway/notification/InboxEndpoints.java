package dev.symbio.gateway.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.notification.Inbox;
import dev.symbio.contracts.notification.Inbox.Entry;
import dev.symbio.contracts.notification.Inbox.Position;
import dev.symbio.contracts.notification.Inbox.Reader;
import dev.symbio.contracts.notification.NoticeTexts;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The caller's own inbox. */
public final class InboxEndpoints {
    private static final String TAG = "Inbox";
    static final String INBOX = "/api/v1/inbox";
    static final ProblemType NOT_FOUND =
            new ProblemType("inbox.not-found", 404, "There is no such entry in your inbox.");
    private static final QueryParameter LANGUAGE =
            QueryParameter.oneOf("lang", "Language of the texts; en if absent.", List.of("en", "zh-CN"));
    private static final QueryParameter UNREAD =
            QueryParameter.oneOf("unread", "true leaves out what has been read.", List.of("true", "false"));

    /**
     * One entry.
     *
     * @param role for whom it is, when it is not for the caller alone
     * @param text in the language asked for
     * @param eventSeq with entity, the event that it comes from
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EntryView(
            String id,
            @Nullable Role role,
            String type,
            String text,
            Map<String, String> facts,
            String kind,
            String entity,
            String eventId,
            long eventSeq,
            Instant happenedAt,
            Instant recordedAt,
            @Nullable Instant readAt,
            @Nullable String readBy) {}

    /** @param unread entries that nobody has read */
    record Unread(long unread) {}

    /** @param read entries that had been unread */
    record AllRead(int read) {}

    private final Inbox inbox;
    private final Cursors cursors;
    private final Clock clock;
    private final Executor blocking;

    public InboxEndpoints(Inbox inbox, Cursors cursors, Clock clock, Executor blocking) {
        this.inbox = inbox;
        this.cursors = cursors;
        this.clock = clock;
        this.blocking = blocking;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(INBOX)
                        .named("listInbox", TAG, "What you and your roles have to know, newest first")
                        .needs(Permission.INBOX)
                        .query(UNREAD, LANGUAGE, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of entries", Page.class, EntryView.class)
                        .handledBy(this::list),
                Endpoint.get(INBOX + "/unread")
                        .named("countUnread", TAG, "How many entries nobody has read")
                        .needs(Permission.INBOX)
                        .answers(200, "The number", Unread.class)
                        .handledBy(call -> CompletableFuture.supplyAsync(
                                () -> Answer.ok(new Unread(inbox.unread(reader(call)))), blocking)),
                Endpoint.post(INBOX + "/{entry}/read")
                        .named(
                                "readEntry",
                                TAG,
                                "Mark an entry as read; for a role, it is then read for all who have it")
                        .needs(Permission.INBOX)
                        .takes(Nothing.class)
                        .answersNothing(204, "It is read")
                        .problems(NOT_FOUND)
                        .handledBy(this::read),
                Endpoint.post(INBOX + "/read")
                        .named("readAllEntries", TAG, "Mark everything as read")
                        .needs(Permission.INBOX)
                        .takes(Nothing.class)
                        .answers(200, "All is read", AllRead.class)
                        .handledBy(call -> CompletableFuture.supplyAsync(
                                () -> Answer.ok(new AllRead(inbox.readAll(reader(call), clock.instant()))), blocking)));
    }

    private CompletionStage<Answer> list(Call<Void> call) {
        boolean unreadOnly =
                call.query(UNREAD.name()).map(Boolean::parseBoolean).orElse(false);
        Locale language = Locale.forLanguageTag(call.query(LANGUAGE.name()).orElse("en"));
        List<String> filter = List.of("inbox", call.principal().subject(), Boolean.toString(unreadOnly));
        Position before =
                cursors.position(call, filter).map(InboxEndpoints::position).orElse(null);
        return CompletableFuture.supplyAsync(
                        () -> inbox.list(reader(call), unreadOnly, before, call.limit() + 1), blocking)
                .thenApply(rows ->
                        Answer.ok(cursors.page(call, filter, rows, entry -> entry.recordedAt() + "|" + entry.id())
                                .map(entry -> view(entry, language))));
    }

    private CompletionStage<Answer> read(Call<Nothing> call) {
        return CompletableFuture.supplyAsync(
                        () -> inbox.read(reader(call), call.path("entry"), clock.instant()), blocking)
                .thenApply(found -> {
                    if (!found) {
                        throw notFound();
                    }
                    return Answer.noContent();
                });
    }

    static ProblemException notFound() {
        return NOT_FOUND.because("Expected the id of an entry in your inbox.");
    }

    static Reader reader(Call<?> call) {
        return new Reader(
                call.tenant(), call.principal().subject(), call.caller().roles());
    }

    private static EntryView view(Entry entry, Locale language) {
        return new EntryView(
                entry.id(),
                entry.role() == null ? null : Role.valueOf(entry.role()),
                entry.type(),
                NoticeTexts.text(entry.type(), entry.facts(), language),
                entry.facts(),
                entry.kind(),
                entry.entity(),
                entry.eventId(),
                entry.eventSeq(),
                entry.happenedAt(),
                entry.recordedAt(),
                entry.readAt(),
                entry.readBy());
    }

    private static Position position(String text) {
        int separator = text.indexOf('|');
        return new Position(Instant.parse(text.substring(0, separator)), text.substring(separator + 1));
    }
}
