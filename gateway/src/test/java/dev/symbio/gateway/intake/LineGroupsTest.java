package dev.symbio.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.gateway.http.RowStream.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineGroupsTest {
    /** Lines with the same id are one row: their values one after the other. */
    private static final RowMapper<String> JOINING = new RowMapper<>() {
        @Override
        public Class<String> type() {
            return String.class;
        }

        @Override
        public List<String> columns() {
            return List.of("id", "value");
        }

        @Override
        public List<String> requiredColumns() {
            return columns();
        }

        @Override
        public String map(Fields fields) {
            return fields.text("id") + ":" + fields.decimal("value");
        }

        @Override
        public @Nullable String group(Fields fields) {
            return fields.text("id");
        }

        @Override
        public String joined(String row, String next) {
            return row + "+" + next;
        }
    };

    private final RowErrors errors = new RowErrors();

    private List<String> read(String lines) {
        RowReader<String> reader = new RowReader<>(Format.CSV, JOINING, errors, "/x");
        List<Chunk<String>> chunks =
                new ArrayList<>(reader.feed(("id,value\n" + lines).getBytes(StandardCharsets.UTF_8)));
        chunks.addAll(reader.end());
        return chunks.stream().flatMap(chunk -> chunk.rows().stream()).toList();
    }

    private List<String> faults() {
        return errors.byLine().stream()
                .map(fault -> fault.line() + " " + fault.code())
                .toList();
    }

    @Test
    void joinsLinesThatFollowEachOther() {
        assertThat(read("a,1\na,2\nb,3\na,4\n")).containsExactly("a:1+a:2", "b:3", "a:4");
        assertThat(faults()).isEmpty();
    }

    @Test
    void leavesOutARowWithALineAtFault() {
        assertThat(read("a,1\na,x\na,2\nb,3\n")).containsExactly("b:3");
        assertThat(faults()).containsExactly("2 row.incomplete", "3 field.value");
    }

    @Test
    void aLineOfUnknownBelongingSpoilsBothNeighbours() {
        assertThat(read("a,1\nb,2,3\nb,4\nc,5\n")).containsExactly("c:5");
        assertThat(faults()).containsExactly("2 row.incomplete", "3 row.too-many-fields", "4 row.incomplete");
    }

    @Test
    void boundsWhatALinePileCanHold() {
        String line = "a," + " ".repeat(60_000) + "1\n";
        assertThat(read(line.repeat(LineGroups.MAX_ROW_BYTES / 60_000 + 2) + "b,2\n"))
                .containsExactly("b:2");
        assertThat(faults()).containsExactly("2 row.incomplete", "19 row.too-long");
    }
}
