package dev.symbio.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.config.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What databases tell of rows that do not fit. */
class CleanFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: null value in column \"total\" of relation \"tally\" violates not-null constraint\n"
                        + "  Detail: Failing row contains (acme, alice, null, 2026-03-01).",
                "ERROR: new row violates check constraint\n  Detail: Failing row contains (acme, a) name, alice).",
                "ERROR: duplicate key value violates unique constraint \"tally_pk\"\n"
                        + "  Detail: Key (tenant_id, subject)=(acme, alice) already exists.",
                "ERROR: duplicate key value violates unique constraint\n  Detail: Key (a)=(x), alice) already exists.",
                "Batch entry 0 insert into tally (tenant_id, subject) values (('acme'), (alice)) was aborted: ERROR:"
                        + " value too long  Call getNextException to see other errors in the batch.",
                "Batch entry 12 insert into t (a) values ('no was aborted\n'), ('alice') was aborted: ERROR: no",
                "ERROR: invalid input syntax for type uuid: \"alice\"",
                "Data conversion error converting \"alice\" [22018-252]",
                "Value too long for column \"name CHARACTER VARYING(3)\": \"'alice' (5)\" [22001-252]",
                "Unique index or primary key violation: \"tally_pk ON tally(id) VALUES ( /* key:1 */ 'alice')\""
            })
    void tellsNoValue(String message) {
        Throwable failure = new IllegalStateException("Wrapped: " + message, new SQLException(message, "23505"));
        StringWriter logged = new StringWriter();
        CleanFailure.of(failure).printStackTrace(new PrintWriter(logged));
        assertThat(logged.toString())
                .doesNotContain("alice")
                .contains("java.sql.SQLException [23505]", "IllegalStateException", "tellsNoValue");
        assertThat(CleanFailure.text(failure)).doesNotContain("alice");
    }

    @Test
    void tellsWhatIsWrong() {
        assertThat(CleanFailure.text(new SQLException(
                        "ERROR: duplicate key value violates unique constraint \"tally_pk\"\n"
                                + "  Detail: Key (subject)=(alice) already exists.",
                        "23505")))
                .isEqualTo("java.sql.SQLException [23505]: ERROR: duplicate key value violates unique constraint"
                        + " \"tally_pk\"\n  Detail: Key (subject)=(...) already exists.");
        assertThat(CleanFailure.text(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void aFailedStatementTellsNothingOfWhatWasBound(@TempDir Path folder) {
        try (Store store = Store.open(Settings.load(Map.of("symbio.data-dir", folder.toString())), List.of())) {
            for (Jdbi sql : List.of(store.sql(), store.sqlAside())) {
                assertThatThrownBy(() -> sql.useHandle(handle -> handle.createUpdate("update nothing set a = :name")
                                .bind("name", "alice")
                                .execute()))
                        .hasMessageNotContaining("alice");
            }
        }
    }
}
