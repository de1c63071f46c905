package org.paisaje.theory.kernel;

import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Residual;
import org.paisaje.network.activation.Activation;

/**
 * Where a layer stands in the blocks of an architecture.
 *
 * @param first whether a block starts with it
 * @param last whether a block ends with it
 * @param step the factor of its activation where the block ends; 1 where the weight scale holds it already
 */
public record BlockPlace(boolean first, boolean last, double step) {
    public static BlockPlace of(Architecture architecture, LayerShape layer) {
        if (!(architecture instanceof Residual net)) {
            return new BlockPlace(false, false, 1);
        }
        int perBlock = net.block() == Residual.Block.ONE ? 1 : 2;
        int place = layer.index() - (net.lift() ? 1 : 0);
        boolean inside = place >= 0 && place < net.blocks() * perBlock;
        boolean last = inside && place % perBlock == perBlock - 1;
        boolean scaled = layer.activation().equals(Activation.IDENTITY);
        return new BlockPlace(inside && place % perBlock == 0, last, last && !scaled ? net.step() : 1);
    }
}
