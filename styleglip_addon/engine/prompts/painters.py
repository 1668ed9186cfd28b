"""Painters whose look nothing here knows: no model is asked what their names are near to, which would be a colour."""

from __future__ import annotations

from ..materials.words.tokens import tokens_of, word_set

KNOWN = "Van Gogh, Monet, Picasso, Kandinsky, Klimt, Dali, Mondrian, Pollock, Warhol, Lichtenstein and Banksy"
"""Those whose looks are among the words of materials and looks."""

_UNKNOWN = word_set(
    "rembrandt vermeer caravaggio leonardo michelangelo raphael titian botticelli bosch bruegel brueghel durer holbein"
    " cranach rubens velazquez goya greco hokusai hiroshige utamaro munch cezanne gauguin matisse manet degas seurat"
    " signac sisley pissarro rousseau toulouse lautrec modigliani chagall miro magritte ernst hopper turner constable"
    " whistler sargent rothko basquiat kusama escher hockney bacon freud kahlo rivera kirchner macke marc schiele klee"
    " malevich mucha beksinski hirst koons haring vasarely riley twombly kooning rauschenberg kinkade ross bouguereau"
    " waterhouse canaletto tintoretto giotto watteau fragonard friedrich repin aivazovsky"
)


def names_painter(phrase: str) -> bool:
    """Whether a style's words that nothing knows are the name of a painter."""
    return any(token in _UNKNOWN for token in tokens_of(phrase))
