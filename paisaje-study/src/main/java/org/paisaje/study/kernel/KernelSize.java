package org.paisaje.study.kernel;

import java.util.Optional;
import org.paisaje.math.memory.MemoryEstimate;

/** Where a kernel goes by its size: into memory or into a file. */
final class KernelSize {
    /** Up to this order all eigenvalues are computed for their own sake. */
    static final int SMALL = 3000;
    /** The matrices of its order that a kernel in memory needs at most. */
    private static final int COPIES = 3;

    private KernelSize() {}

    /**
     * Whether the kernel goes to a file, because that was asked or it does not fit into memory; then a run can be
     * interrupted.
     *
     * @throws IllegalArgumentException if it fits nowhere
     */
    static boolean storing(KernelSetting setting) {
        return setting.stored() || tooLarge(setting);
    }

    private static boolean tooLarge(KernelSetting setting) {
        long rows = setting.order();
        boolean square = setting.x2().isEmpty();
        long columns = columns(setting);
        boolean solved = setting.test().isPresent();
        long bytes = MemoryEstimate.ofDoubles(rows, columns)
                * (solved ? COPIES : square && analysable(setting) ? 2 : 1);
        Optional<String> lack = MemoryEstimate.array(rows * (double) columns)
                .or(() -> MemoryEstimate.lack(bytes, heldBytes(setting)));
        if (lack.isEmpty()) {
            return false;
        }
        boolean storable = square && setting.storage().isPresent() && !setting.transientAsked()
                && (setting.kind() != KernelSetting.Kind.EMPIRICAL || setting.network().outputs() == 1);
        if (!storable) {
            throw new IllegalArgumentException("kernel: " + rows + " x " + columns + " entries"
                    + (solved ? ", with what solving needs, take " : " take ") + lack.get() + "; "
                    + (square
                            ? "give --out DIR and only the time inf, and the kernel goes to a file, or take fewer points"
                            : "take fewer points at a time"));
        }
        return true;
    }

    static long columns(KernelSetting setting) {
        return setting.x2()
                .map(other -> (long) other.rows()
                        * (setting.kind() == KernelSetting.Kind.EMPIRICAL ? setting.network().outputs() : 1))
                .orElseGet(setting::order);
    }

    private static long heldBytes(KernelSetting setting) {
        return MemoryEstimate.ofDoubles(setting.x().rows(), setting.x().columns());
    }

    static boolean analysable(KernelSetting setting) {
        return setting.analysed() && setting.order() <= SMALL;
    }
}
