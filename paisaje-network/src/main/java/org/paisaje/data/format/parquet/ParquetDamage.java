package org.paisaje.data.format.parquet;

/** What is wrong with a Parquet file, or what in it is not read. */
final class ParquetDamage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ParquetDamage(String reason) {
        super(reason);
    }
}
