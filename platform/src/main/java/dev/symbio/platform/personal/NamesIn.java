package dev.symbio.platform.personal;

import java.util.List;

/**
 * A column of a read model that holds names of persons.
 *
 * @param owner column with the tenant that the names are of; usually {@code tenant_id}
 * @param json whether the column is JSON in which names are values of fields; otherwise it is a name
 * @param cleared columns that tell of the named person, emptied along with the name
 * @param unique columns of which, with owner and name, there is one row; empty where names repeat
 */
public record NamesIn(
        String table, String column, String owner, boolean json, List<String> cleared, List<String> unique) {
    private static final String TENANT = "tenant_id";

    public NamesIn {
        cleared = List.copyOf(cleared);
        unique = List.copyOf(unique);
    }

    public static NamesIn column(String table, String column) {
        return new NamesIn(table, column, TENANT, false, List.of(), List.of());
    }

    /** Of rows that another tenant than the person's may read. @param owner the column with the person's tenant */
    public static NamesIn columnOf(String table, String column, String owner) {
        return new NamesIn(table, column, owner, false, List.of(), List.of());
    }

    public static NamesIn json(String table, String column) {
        return new NamesIn(table, column, TENANT, true, List.of(), List.of());
    }

    public NamesIn clearing(String... columns) {
        return new NamesIn(table, column, owner, json, List.of(columns), unique);
    }

    public NamesIn onceFor(String... columns) {
        return new NamesIn(table, column, owner, json, cleared, List.of(columns));
    }
}
