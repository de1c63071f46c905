/** The recipes of CONTRIBUTING carried out: what a contributor would write, and that everything works with it. */
@NullMarked
package org.paisaje.recipe;

import org.jspecify.annotations.NullMarked;
