package org.paisaje.cli;

import org.paisaje.math.linalg.BackendChoice;
import org.paisaje.study.provenance.Checkout;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version, the commit it was built from, what it runs on and what multiplies matrices. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "paisaje " + number() + " (" + Checkout.commit() + ")",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                    + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors",
            BackendChoice.description()
        };
    }

    static String number() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
