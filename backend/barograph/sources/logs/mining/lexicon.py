"""Words of logs: which nouns a value follows, which words are never values, which tell of trouble."""

__all__ = ["NAMING_WORDS", "NEVER_VALUES", "PLAIN_VALUES", "PREPOSITIONS", "TROUBLE_WORDS"]

_NAMING = """
    account address algorithm alias app application attribute backend bean block branch bucket bus cache
    called category channel chunk class client cluster codec column command component connection consumer
    container context controller database dataset destination device dir directory disk dn domain driver
    endpoint engine entity event executor feature field file filesystem filter flavor folder format function
    group handler host hostname id identifier image index instance interface job key keyspace label library
    link listener lock logger machine map member method metric mode module mount mountpoint name named
    namespace network node object operation option organization owner package parameter partition path peer
    plugin policy pool port principal process producer profile project property protocol provider queue
    realm region registry replica repository resource role route rule schema scheme script section server
    service session shard site snapshot socket source state status storage store stream subnet subsystem
    switch table tag target task tenant thread token topic type unit uri url user username value variable
    version volume worker workspace zone
"""
_NEVER = """
    a again all already an and any are as at be been begin being by can cannot close complete config
    configuration connect could count counts create data delete did disconnect do does down end error errors
    failed failure first for found from had has have if in info into is it its join last least leave length
    limit list lists login logout lookup lost manager may message more must new no not number of off on once
    only open or other out over ready request response result results set should size sizes some start still
    stop support than that the their then there these this those time timeout to too under until up update
    use was were when which while will with without would
"""
_PLAIN = "disabled enabled false nil no none null off on true undefined yes"
_PREPOSITIONS = "as at by for from in into of on onto through using via with"
_TROUBLE = """
    abort aborted aborting bad because can't cannot cause caused could couldn't denied didn't due error
    errors exception fail failed failing fails failure failures ignored ignoring invalid malformed problem
    reason refused rejected rejecting skipped skipping stopped terminated timeout trouble unable unexpected
    unknown warning won't wrong
"""

NAMING_WORDS = frozenset(_NAMING.split())
"""What is called by a name: the word that follows is that name."""

PREPOSITIONS = frozenset(_PREPOSITIONS.split())
"""A value follows these where the phrase ends with it."""

NEVER_VALUES = frozenset(_NEVER.split())
"""Words of prose, whatever they follow."""

PLAIN_VALUES = frozenset(_PLAIN.split())
"""Values wherever a line may have one or the other of them."""

TROUBLE_WORDS = frozenset(_TROUBLE.split())
"""Where a clause holds one of these, what follows its colon is the reason."""
