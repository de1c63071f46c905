package org.paisaje.study.provenance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.paisaje.math.linalg.Blas;

/**
 * What made a result.
 *
 * @param version of Paisaje
 * @param commit of the checkout that it was built from, if there is one
 * @param code a fingerprint of the compiled code
 * @param jvm name and version of the virtual machine
 * @param cpu the processor
 * @param backend the linear algebra in use
 * @param threads how many threads measured
 * @param seed the root seed
 * @param started when the run began, UTC
 */
public record Provenance(
        String version,
        String commit,
        String code,
        String jvm,
        String cpu,
        String backend,
        int threads,
        long seed,
        String started) {
    /** The provenance of a run that begins now, by Paisaje and the code that some class belongs to. */
    public static Provenance now(Class<?> by, int threads, long seed) {
        Package own = Provenance.class.getPackage();
        String version = own.getImplementationVersion();
        return new Provenance(
                version == null ? "development" : version,
                Checkout.commit(),
                CodeFingerprint.with(by),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                Processor.name(),
                Blas.backend(),
                threads,
                seed,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
