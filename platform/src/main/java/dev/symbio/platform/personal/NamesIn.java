package dev.symbio.platform.personal;

import java.util.List;

/**
 * A column of a read model that holds names of persons. JSON and messages hold none: see {@link StoredNames}.
 *
 * @param owner column with the tenant that the names are of; usually {@code tenant_id}
 * @param cleared columns that tell of the named person, emptied along with the name
 * @param unique columns of which, with owner and name, there is one row; empty where names repeat
 */
public record NamesIn(String table, String column, String owner, List<String> cleared, List<String> unique) {
    private static final String TENANT = "tenant_id";

    public NamesIn {
        cleared = List.copyOf(cleared);
        unique = List.copyOf(unique);
    }

    public static NamesIn column(String table, String column) {
        return new NamesIn(table, column, TENANT, List.of(), List.of());
    }

    /** Of rows that another tenant than the person's may read. @param owner the column with the person's tenant */
    public static NamesIn columnOf(String table, String column, String owner) {
        return new NamesIn(table, column, owner, List.of(), List.of());
    }

    public NamesIn clearing(String... columns) {
        return new NamesIn(table, column, owner, List.of(columns), unique);
    }

    public NamesIn onceFor(String... columns) {
        return new NamesIn(table, column, owner, cleared, List.of(columns));
    }
}
