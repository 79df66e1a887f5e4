package dev.symbio.ops.drill;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.platform.storage.Profile;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Events of one entity under the same number: two nodes have written it at the same time. */
final class StoredTwice {
    private static final String JOURNAL = "select persistence_id, sequence_nr from symbio.messages";
    private static final String SAME_NUMBER = "select count(*) from (select 1 from \"event_journal\" group by"
            + " \"persistence_id\", \"sequence_number\" having count(*) > 1) twice";

    private StoredTwice() {}

    static long count(LocalCluster cluster) {
        return cluster.profile() == Profile.CASSANDRA ? inCassandra(cluster.stores()) : inPostgres(cluster.stores());
    }

    private static long inPostgres(Map<String, String> stores) {
        try (Connection connection = DriverManager.getConnection(
                        stores.get("symbio.postgres.url"), stores.get("symbio.postgres.user"), "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SAME_NUMBER)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A number can be there twice: what was written when is part of the table's key. */
    private static long inCassandra(Map<String, String> stores) {
        String[] contact = stores.get("symbio.cassandra.contact-points").split(":");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(contact[0], Integer.parseInt(contact[1])))
                .withLocalDatacenter(stores.get("symbio.cassandra.local-datacenter"))
                .build()) {
            Set<String> seen = new HashSet<>();
            long twice = 0;
            for (Row row : session.execute(SimpleStatement.newInstance(JOURNAL).setTimeout(Duration.ofSeconds(30)))) {
                twice += seen.add(row.getString(0) + "#" + row.getLong(1)) ? 0 : 1;
            }
            return twice;
        }
    }
}
