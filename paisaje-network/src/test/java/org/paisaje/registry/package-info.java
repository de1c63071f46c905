/** Tests of the registries. */
@NullMarked
package org.paisaje.registry;

import org.jspecify.annotations.NullMarked;
