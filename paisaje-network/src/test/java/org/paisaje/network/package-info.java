/** Tests of the networks. */
@NullMarked
package org.paisaje.network;

import org.jspecify.annotations.NullMarked;
