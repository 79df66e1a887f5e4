package dev.symbio.tenants.identity.embedded;

import dev.symbio.tenants.tenant.Directory;
import dev.symbio.tenants.tenant.TenantList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** Who exists. The issuer asks it and decides nothing itself. */
public interface People {
    /** How many the chooser page shows; others can be typed in. */
    int SHOWN_ON_PAGE = 300;

    /** @param detail company and roles, for a person to read */
    record Person(Login login, String name, String detail) {}

    /** Empty if there is no such member. */
    CompletionStage<Optional<Person>> find(Login login);

    /** Some of them, at most {@value #SHOWN_ON_PAGE}, to choose from. */
    CompletionStage<List<Person>> some();

    /**
     * The members of all tenants.
     *
     * @param opens their names
     * @param blocking runs the query for {@link #some}
     */
    static People membersOf(Directory directory, TenantList list, UnaryOperator<String> opens, Executor blocking) {
        return new People() {
            @Override
            public CompletionStage<Optional<Person>> find(Login login) {
                return directory
                        .member(login.subject(), login.tenant())
                        .thenApply(found -> found.map(
                                m -> new Person(login, opens.apply(m.name()), login.tenant() + ": " + m.roles())));
            }

            @Override
            public CompletionStage<List<Person>> some() {
                return CompletableFuture.supplyAsync(
                        () -> list.memberships("", "", SHOWN_ON_PAGE).stream()
                                .map(row -> new Person(
                                        new Login(row.subject(), row.tenant()),
                                        opens.apply(row.name()),
                                        row.tenantName() + ": " + row.roles()))
                                .toList(),
                        blocking);
            }
        };
    }
}
