package dev.symbio.gateway.opportunity;

import dev.symbio.platform.entity.TenantId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Tables {@code artefact_file} and {@code artefact_file_part}: the content of artefacts, each under its tenant. Blocking. */
final class FileTable {
    /** Of an upload that nobody knows the end of. */
    record Left(String file, String opportunity) {}

    private final Jdbi sql;

    FileTable(Jdbi sql) {
        this.sql = sql;
    }

    void begin(TenantId tenant, String file, String opportunity, Instant now) {
        sql.useHandle(
                handle -> handle.createUpdate("insert into artefact_file (tenant_id, file_id, opportunity_id, kept,"
                                + " begun_at) values (:tenant, :file, :opportunity, false, :now)")
                        .bind("tenant", tenant.value())
                        .bind("file", file)
                        .bind("opportunity", opportunity)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .execute());
    }

    void append(TenantId tenant, String file, int part, byte[] content) {
        sql.useHandle(handle -> handle.createUpdate("insert into artefact_file_part (tenant_id, file_id, part, content)"
                        + " values (:tenant, :file, :part, :content)")
                .bind("tenant", tenant.value())
                .bind("file", file)
                .bind("part", part)
                .bind("content", content)
                .execute());
    }

    /** The event that tells of it is stored. */
    void keep(TenantId tenant, String file) {
        sql.useHandle(handle -> handle.createUpdate(
                        "update artefact_file set kept = true where tenant_id = :tenant and file_id = :file")
                .bind("tenant", tenant.value())
                .bind("file", file)
                .execute());
    }

    void drop(TenantId tenant, String file) {
        sql.useTransaction(handle -> {
            delete(handle, "artefact_file_part", tenant, file);
            delete(handle, "artefact_file", tenant, file);
        });
    }

    private static void delete(Handle handle, String table, TenantId tenant, String file) {
        handle.createUpdate("delete from " + table + " where tenant_id = :tenant and file_id = :file")
                .bind("tenant", tenant.value())
                .bind("file", file)
                .execute();
    }

    /** Of the size that its artefact tells. */
    byte[] content(TenantId tenant, String file, int size) {
        return sql.withHandle(handle -> handle.createQuery("select content from artefact_file_part"
                                + " where tenant_id = :tenant and file_id = :file order by part")
                        .bind("tenant", tenant.value())
                        .bind("file", file)
                        .mapTo(byte[].class)
                        .reduce(new ByteArrayOutputStream(size), (whole, part) -> {
                            whole.writeBytes(part);
                            return whole;
                        }))
                .toByteArray();
    }

    /** Oldest first. */
    List<Left> leftBefore(TenantId tenant, Instant moment, int limit) {
        return sql.withHandle(handle -> handle.createQuery("select file_id, opportunity_id from artefact_file"
                        + " where tenant_id = :tenant and kept = false and begun_at < :moment"
                        + " order by begun_at limit :limit")
                .bind("tenant", tenant.value())
                .bind("moment", moment.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map((row, context) -> new Left(row.getString("file_id"), row.getString("opportunity_id")))
                .list());
    }
}
