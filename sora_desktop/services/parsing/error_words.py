"""What the words of services mean, in the languages in which they say them: known words count at any HTTP status."""

import re

_GONE = re.compile(
    r"(video|task|job|generation|request|id|任务|视频)s?\b[^.]{0,60}?(not[ _]?found|not[ _]?exist|unknown|不存在|未找到)"
    r"|(no such|unknown|not (know|find)|could not find|找不到)[^.]{0,20}?(video|task|job|generation|id\b|任务)"
    r"|(task|video|job)_?not_?(found|exists?)|任务不存在|未找到",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"model|channel|credential|provider|account|user|host|route|url|page|endpoint|渠道|模型|用户", re.IGNORECASE
)
_NO_ROUTE = re.compile(
    r"page not found|no route|route not found|cannot (get|post)|invalid url|unknown (route|endpoint|url)"
    r"|(endpoint|resource|path|url) (was )?not found",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"queue[ _]?(is[ _])?full|(too many|maximum|max|limit)[^.]{0,40}(pending|concurren|running|queued|in[ _]progress|active)"
    r"|concurren\w*[^.]{0,30}(limit|exceed|reach)|rate[ _]?limit|at capacity|capacity (is )?(full|reached|exceeded)"
    r"|over(loaded|_capacity)|too many requests|负载已饱和|队列已?满|并发.{0,8}(上限|限制)|繁忙|限流",
    re.IGNORECASE,
)
_COME_BACK = re.compile(r"(try|retry)[^.]{0,12}(again|later)|later|busy|unavailable for the moment|稍后", re.IGNORECASE)
_TAKEN = re.compile(
    r"\b(was|is|has been|been|already) (accepted|submitted|created|queued|charged|billed|deducted)"
    r"|\b(task|job|request|video) (accepted|submitted|created|queued)|已(提交|受理|扣费|扣除|创建)",
    re.IGNORECASE,
)
_LOST_ANSWER = re.compile(
    r"timed out|deadline exceeded|awaiting headers|unexpected eof|connection (was )?(reset|closed)|reset by peer|broken pipe"
    r"|bad_response_body|(upstream|gateway|response|read)[ _-]?time-?out|(上游|响应|请求|读取)[^。]{0,6}超时",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(\b(no|not|nothing|never|none|without)\b|n't\b|未|没有)[^.!?:;。；：]*$", re.IGNORECASE)
_DENIAL_REACH = 40
_SHIELDS = re.compile(
    rb"cloudflare|cf-error|cf_chl|attention required|just a moment|error code: ?10\d\d|incapsula|sucuri|ddos-guard"
    rb"|akamai|errors\.edgesuite|request blocked|web application firewall|captcha",
    re.IGNORECASE,
)
_WRONG_KEY = re.compile(
    r"no connected db|(invalid|incorrect|wrong|malformed|missing|no)[ _](proxy |auth\w* |api |server |given )?(api[ _-]?)?key\b"
    r"|key (is )?(invalid|incorrect|expired|missing)|invalid_api_key|无效的(令牌|密钥)|未提供(令牌|密钥)",
    re.IGNORECASE,
)
_MODERATION = re.compile(
    r"moderation|content[ _-]?(polic|filter|violation)|polic(y|ies)[ _-]?violation|violat\w+ [^.]{0,40}polic"
    r"|safety[ _.-](system|filter|check|polic|reason|input|output)|flagged|nsfw|违规|敏感|审核(未|不)|内容安全|风控"
    r"|risk control system|sensitive[ _]?(content|information|word)|inappropriate content|content security|guardrail"
    r"|audit[ _]?submit|may contain real person|usage guideline|content management polic"
    r"|prompt_unsafe|field is unsafe|unsafe (content|prompt|image)",
    re.IGNORECASE,
)


def speak_of_no_such_job(words: str) -> bool:
    """Whether they say that a job is not there, and not that something else is not."""
    found = _GONE.search(words)
    return found is not None and not _OF_SOMETHING_ELSE.search(found[0])


def speak_of_no_such_route(words: str) -> bool:
    """Whether they are those of a server that has nothing at this address at all."""
    return words.strip() == "Not Found" or _NO_ROUTE.search(words) is not None


def speak_of_a_full_queue(words: str) -> bool:
    return _FULL.search(words) is not None


def ask_to_come_back(words: str) -> bool:
    """Softer words for the same; many a service says them of any trouble."""
    return _COME_BACK.search(words) is not None


def speak_of_taking(words: str) -> bool:
    """Whether they say that something was accepted, or charged; "you have not been charged" says the opposite."""
    befores = (words[max(found.start() - _DENIAL_REACH, 0) : found.start()] for found in _TAKEN.finditer(words))
    return any(_DENIED.search(before) is None for before in befores)


def speak_of_a_lost_answer(words: str) -> bool:
    """Whether a gateway says that it sent the request on and heard no end of it: behind it something may be made."""
    return _LOST_ANSWER.search(words) is not None


def speak_of_a_wrong_key(words: str) -> bool:
    """Whether they say that the key is none. LiteLLM without a database says so of its database."""
    return _WRONG_KEY.search(words) is not None


def speak_of_moderation(words: str) -> bool:
    return _MODERATION.search(words) is not None


def are_of_a_shield(page: bytes) -> bool:
    """Whether a page is one of those that protect services."""
    return _SHIELDS.search(page) is not None
